import type { Span } from "../text/span";
import type { DocumentRef, Fix, FixContext } from "./finding";
import { changeTree } from "./fixText";

/** Adds `port: {number: ...}` behind the host of a destination, one fix for each of up to three ports. */
export function addPort(
  context: FixContext,
  document: DocumentRef,
  host: Span,
  numbers: readonly number[],
  kind: Fix["kind"],
): readonly Fix[] {
  return numbers
    .slice(0, 3)
    .flatMap((number) =>
      changeTree(
        context,
        document,
        { action: "add-entry", beside: host, key: "port", value: { number } },
        { title: `Add port ${number}`, kind },
      ),
    );
}
