import { type Report, rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { policiesAndPortsOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/validation.go validateLoadBalancer, isPrime. */
export const invalidConsistentHash: ValidationRule = {
  code: "invalid-consistent-hash",
  docs: {
    what: "Consistent hashing has a cookie or attribute without name, sizes for two algorithms, or a table of a size that Maglev cannot have.",
    why: "The webhook rejects it: a Maglev table has a prime number of entries below 5000011. `minimumRingSize` beside the hash is deprecated.",
    bad: "consistentHash:\n  useSourceIp: true\n  maglev: {tableSize: 65536}",
    good: "consistentHash:\n  useSourceIp: true\n  maglev: {tableSize: 65537}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["DR-50", "DR-51", "DR-52", "DR-53", "DR-54", "DR-55", "DR-56", "DR-57"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    for (const policy of policiesAndPortsOf(spec)) {
      for (const hash of policy.select("loadBalancer.consistentHash")) {
        const cookie = hash.get("httpCookie");
        if (cookie !== undefined) checkCookie(cookie, report);
        checkRing(hash, report);
        const maglev = hash.get("maglev");
        if (maglev !== undefined) checkTable(maglev, report);
      }
    }
  },
};

function checkCookie(cookie: Field, report: Report): void {
  if (cookie.text("name") === "") report([...cookie.path, "name"], 'The cookie needs a name. Set "name".', { missing: true });
  const seen = new Set<string>();
  for (const attribute of cookie.items("attributes")) {
    const name = attribute.text("name");
    const path = [...attribute.path, "name"];
    if (name === "") report(path, 'An attribute of the cookie needs a name. Set "name".', { missing: true });
    else if (seen.has(name))
      report(path, `The attribute "${name}" is given twice. Remove one.`, { fixes: [removal(attribute.path, "Remove the attribute")] });
    seen.add(name);
  }
}

function checkRing(hash: Field, report: Report): void {
  const size = hash.number("minimumRingSize");
  if (size === 0) return;
  const path = [...hash.path, "minimumRingSize"];
  if (hash.has("ringHash") || hash.has("maglev")) {
    report(path, '"minimumRingSize" and "ringHash" or "maglev" exclude each other. Remove "minimumRingSize".', {
      on: "key",
      fixes: [removal(path)],
    });
    return;
  }
  const edit = { action: "replace", path, key: "ringHash", value: { minimumRingSize: size } } as const;
  report(path, '"minimumRingSize" is deprecated here. It belongs below "ringHash".', {
    on: "key",
    level: "warning",
    deprecated: true,
    fixes: [{ title: "Move below ringHash", kind: "safe", edits: [edit] }],
  });
}

function checkTable(maglev: Field, report: Report): void {
  const size = maglev.number("tableSize");
  const path = [...maglev.path, "tableSize"];
  if (size === 0) report(path, 'The size of the table is missing. Set "tableSize" to a prime number, such as 65537.', { missing: true });
  else if (size >= largest) report(path, `A Maglev table has less than ${largest} entries. Write a smaller prime number, such as 65537.`);
  else if (!isPrime(size)) {
    let near = Math.max(2, size);
    while (!isPrime(near)) near++;
    report(path, `${size} is no prime number, which a Maglev table needs.${near < largest ? ` Write one, such as ${near}.` : ""}`, {
      fixes: near < largest ? [replacement(path, near)] : [],
    });
  }
}

const largest = 5_000_011;

function isPrime(number: number): boolean {
  if (number < 4) return number > 0;
  if (number % 2 === 0) return false;
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false;
  return true;
}
