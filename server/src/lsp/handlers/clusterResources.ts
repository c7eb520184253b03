import { clusterResourcesRequest } from "../../protocol/requests";
import { clusterFileId } from "../fileId";
import type { HandlerContext } from "./context";

/** Takes over what the client read from a cluster; JSON is YAML, so each object becomes a file that no editor shows. */
export function registerClusterResources({ server, session }: HandlerContext): void {
  server.onOwn(clusterResourcesRequest, async ({ context, objects }) => {
    const texts = new Map<string, string>();
    for (const object of objects) {
      const { namespace, name } = metadataOf(object);
      texts.set(clusterFileId([context, namespace, `${String(object.kind)}.${name}.yaml`]), JSON.stringify(object));
    }
    session.setClusterFiles(texts);
    await session.indexed();
    return { resources: texts.size };
  });
}

function metadataOf(object: Readonly<Record<string, unknown>>): { readonly namespace: string; readonly name: string } {
  const metadata = object.metadata;
  if (typeof metadata !== "object" || metadata === null) return { namespace: "", name: "" };
  const text = (key: string) => String(Reflect.get(metadata, key) ?? "");
  return { namespace: text("namespace"), name: text("name") };
}
