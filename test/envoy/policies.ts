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
