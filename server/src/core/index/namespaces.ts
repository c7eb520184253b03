import { similarNames } from "../text/similar";
import type { IndexView } from "./indexView";

/**
 * What is known of a namespace: something in view lies in it (`present`), or nothing does although the files are the whole mesh, or it
 * is written much like one of several whose manifests are in view (`absent`), or it cannot be told: a repository with some Namespace
 * manifests rarely has all of the cluster's. Namespaces that come with the cluster or with Istio count as present.
 */
export function namespaceState(index: IndexView, name: string): "present" | "absent" | "not-in-view" {
  if (builtIn.test(name) || name === index.mesh.rootNamespace || index.names("namespace").includes(name)) return "present";
  if (index.mesh.complete) return "absent";
  return index.inView("Namespace", "") && similarNamespaces(index, name).length > 0 ? "absent" : "not-in-view";
}

/** Namespaces in view with a name like this one. */
export function similarNamespaces(index: IndexView, name: string): readonly string[] {
  return similarNames(name, index.names("namespace"));
}

const builtIn = /^(default|kube-.*|istio-.*)$/;
