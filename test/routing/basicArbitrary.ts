import fc from "fast-check";

/* Names, ports and frequencies of generated meshes: few of each, so that they meet. */

export const domain = "svc.cluster.local";
export const namespace = fc.constantFrom("a", "a", "b", "b", "istio-system");
export const appNamespace = fc.constantFrom("a", "b");
export const port = fc.constantFrom(80, 80, 80, 80, 8080, 8080, 443, 9000);
/** Absent in one of `n` cases. */
export const maybe = <T>(arbitrary: fc.Arbitrary<T>, n = 2): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: n - 1, arbitrary });
export const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  maybe(arbitrary).chain((one) => fc.constantFrom(one, undefined, undefined, undefined, undefined, undefined));
export const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
export const exportTo = rarely(fc.constantFrom<readonly string[]>(["*"], ["."], ["a"], ["b"], ["a", "b"], ["~"], [".", "b"]));

export function given<T extends object>(record: T): T {
  return JSON.parse(JSON.stringify(record)) as T;
}

export const clusterHost = fc
  .tuple(fc.constantFrom("one", "one", "two", "two", "three"), fc.constantFrom("a", "a", "a", "b", "b", "istio-system"))
  .map(([name, ns]) => `${name}.${ns}.${domain}`);
export const destinationHost = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("one", "one", "two", "two", "three") },
  { weight: 4, arbitrary: clusterHost },
  { weight: 1, arbitrary: fc.constantFrom("api.ext.com", "www.ext.com", "missing", "one.b") },
);
export const virtualHost = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("one", "one", "two", "two", "three") },
  { weight: 3, arbitrary: clusterHost },
  {
    weight: 3,
    arbitrary: fc.constantFrom("api.ext.com", "www.ext.com", "*.ext.com", "shop.example.com", "shop.example.com", "*.example.com", "one.b"),
  },
  { weight: 1, arbitrary: fc.constantFrom(`*.a.${domain}`, `*.b.${domain}`, "*.cluster.local") },
);
export const subset = fc.constantFrom("v1", "v2", "x");
