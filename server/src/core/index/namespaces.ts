import { similarNames } from "../text/similar";
import type { IndexView } from "./indexView";

/**
 * What is known of a namespace: something in view lies in it (`present`), or nothing does although Namespace manifests are in view
 * (`absent`), or it cannot be told. Namespaces that come with the cluster or with Istio count as present.
 */
export function namespaceState(index: IndexView, name: string): "present" | "absent" | "not-in-view" {
  if (builtIn.test(name) || name === index.mesh.rootNamespace || index.names("namespace").includes(name)) return "present";
  return index.inView("Namespace", "") ? "absent" : "not-in-view";
}

/** Namespaces in view with a name like this one. */
export function similarNamespaces(index: IndexView, name: string): readonly string[] {
  return similarNames(name, index.names("namespace"));
}

const builtIn = /^(default|kube-.*|istio-.*)$/;
