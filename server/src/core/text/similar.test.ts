import fc from "fast-check";
import { expect, test } from "vitest";
import { similarNames } from "./similar";

test("names within a third of their length in edits are alike, the nearest first", () => {
  expect(similarNames("webiste", ["cart", "websites", "website"])).toEqual(["website", "websites"]);
  expect(similarNames("v2", ["v1", "v22", "x"])).toEqual(["v1", "v22"]);
  expect(similarNames("website", ["website"])).toEqual([]);
});

test("names that share an ending are compared by what differs", () => {
  const suffix = ".shop.svc.cluster.local";
  expect(similarNames(`crat${suffix}`, [`cart${suffix}`, `checkout-service-backend${suffix}`])[0]).toBe(`cart${suffix}`);
});

test("the distance is that of a plain computation over whole texts", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "-"), minLength: 3, maxLength: 7 });
  fc.assert(
    fc.property(text, text, (word, candidate) => {
      const contained = word.includes(candidate) || candidate.includes(word);
      const allowed = Math.max(1, Math.floor(word.length / 3));
      const alike = word !== candidate && (contained || distance(word, candidate) <= allowed);
      expect(similarNames(word, [candidate]).length === 1, `${word} ${candidate}`).toBe(alike);
    }),
    { seed: 20261128, numRuns: 3_000 },
  );
});

/** By definition, without any short cut. */
function distance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const rest = [distance(a.slice(1), b) + 1, distance(a, b.slice(1)) + 1, distance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1)];
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) rest.push(distance(a.slice(2), b.slice(2)) + 1);
  return Math.min(...rest);
}
