/** A Service with its Deployment in two versions, and what routes to it: small, and without findings as a whole. */
export const mesh = {
  "service.yaml": `apiVersion: v1
kind: Service
metadata:
  name: website
spec:
  selector:
    app: website
  ports:
    - name: http
      port: 80
---
${deployment("v1")}---
${deployment("v2")}`,
  "destination-rule.yaml": `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: website
spec:
  host: website
  subsets:
    - name: v1
      labels:
        version: v1
    - name: v2
      labels:
        version: v2
`,
  "virtual-service.yaml": `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: website
spec:
  hosts:
    - website
  http:
    - route:
        - destination:
            host: website
            subset: v1
          weight: 80
        - destination:
            host: website
            subset: v2
          weight: 20
`,
} as const;

/** The VirtualService of the mesh with a subset that does not exist, in the first route. */
export const missingSubset = mesh["virtual-service.yaml"].replace("subset: v1", "subset: v9");

function deployment(version: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: website-${version}
spec:
  selector:
    matchLabels:
      app: website
      version: ${version}
  template:
    metadata:
      labels:
        app: website
        version: ${version}
    spec:
      containers:
        - name: website
          image: website:${version}
`;
}
