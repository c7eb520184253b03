import { given, type Random, text } from "./random";

/** Origins that pages come from. */
export const origins = ["https://shop.example.com", "https://evil.org", "http://a.org"] as const;

export function corsPolicy(random: Random): object {
  return {
    allowOrigins: random.list(1, 2, () =>
      text(random, [origins[0], origins[2]], ["https://", "http://a."], ["https://.*[.]example[.]com", ".*org"]),
    ),
    allowMethods: ["GET", "PUT"],
    ...given(
      "unmatchedPreflights",
      random.maybe(50, () => random.pick(["FORWARD", "IGNORE"])),
    ),
  };
}

export function retries(random: Random): object {
  return {
    attempts: random.int(4),
    ...given(
      "retryOn",
      random.maybe(80, () =>
        random.pick(["5xx", "503", "gateway-error,reset", "connect-failure,refused-stream", "500,retriable-4xx", "reset,503"]),
      ),
    ),
    ...given(
      "perTryTimeout",
      random.maybe(15, () => "5s"),
    ),
  };
}

export function redirect(random: Random): object {
  const port = random.int(5);
  const path = random.int(4);
  return {
    ...(path === 0 ? { uri: random.pick(["/new", "/new?z=1", "/"]) } : {}),
    ...(path === 1 ? { prefixRewrite: random.pick(["/new", "/new/", "/"]) } : {}),
    ...given(
      "authority",
      random.maybe(50, () => random.pick(["other.example.com", "two"])),
    ),
    ...given(
      "scheme",
      random.maybe(40, () => random.pick(["https", "http"])),
    ),
    ...(port === 0 ? { port: random.pick([80, 443, 8443]) } : {}),
    ...(port === 1 ? { derivePort: random.pick(["FROM_REQUEST_PORT", "FROM_PROTOCOL_DEFAULT"]) } : {}),
    ...given(
      "redirectCode",
      random.maybe(50, () => random.pick([301, 302, 303, 307, 308])),
    ),
  };
}

export function rewrite(random: Random): object {
  const path = random.int(3);
  return {
    ...(path === 0 ? { uri: random.pick(["/", "/new", "/new/", "/x/y"]) } : {}),
    ...(path === 1
      ? {
          uriRegexRewrite: random.pick([
            { match: "^/(\\w+)/(\\w+)", rewrite: "/\\2/\\1" },
            { match: "[a-z]", rewrite: "<\\0>" },
            { match: "/v\\d+", rewrite: "/v9" },
            { match: "nothing", rewrite: "x" },
          ]),
        }
      : {}),
    ...(path === 2 || random.chance(30) ? { authority: random.pick(["inner.example.com", "two.a"]) } : {}),
  };
}

export function headerOperations(random: Random, prefix: string): object {
  return {
    request: {
      ...given(
        "set",
        random.maybe(50, () => ({ [`x-${prefix}-set`]: "s", ...(random.chance(30) ? { "x-user": "overwritten" } : {}) })),
      ),
      ...given(
        "add",
        random.maybe(40, () => ({ [`x-${prefix}-add`]: "a", "X-Version": "added" })),
      ),
      ...given(
        "remove",
        random.maybe(40, () => ["x-empty", "X-Absent"]),
      ),
    },
    response: {
      ...given(
        "set",
        random.maybe(30, () => ({ [`x-${prefix}-answer`]: "yes" })),
      ),
      ...given(
        "remove",
        random.maybe(20, () => ["x-stub"]),
      ),
    },
  };
}

export function faults(random: Random): object {
  const abort = {
    httpStatus: random.pick([500, 503, 418]),
    ...given(
      "percentage",
      random.maybe(80, () => ({ value: random.pick([0, 100, 100]) })),
    ),
  };
  const delay = {
    fixedDelay: "0.002s",
    ...given(
      "percentage",
      random.maybe(80, () => ({ value: random.pick([0, 100]) })),
    ),
  };
  switch (random.int(3)) {
    case 0:
      return { delay };
    case 1:
      return { abort };
    default:
      return { delay, abort };
  }
}
