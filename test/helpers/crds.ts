/** A file of CRDs in which a VirtualService has hosts and one field that Istio does not know, `novelty`. */
export const ownCrds = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: virtualservices.networking.istio.io
spec:
  group: networking.istio.io
  scope: Namespaced
  names: {kind: VirtualService, plural: virtualservices}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                hosts: {type: array, items: {type: string}}
                novelty: {type: boolean}
`;

/** Right for these CRDs, and wrong for the bundled ones. */
export const novelVirtualService = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: novel
spec:
  hosts:
    - novel.example.com
  novelty: true
`;
