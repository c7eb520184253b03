const defaultTimeoutMs = 60_000;
const pauseMs = 100;

/**
 * Reads until the value is acceptable and returns it. For conditions that a page reaches in its own time.
 * @param what names the condition in the error
 * @param read asked again every 100 ms; what it throws counts as "not yet"
 * @throws after the timeout, with the last value or error
 */
export async function eventually<T>(
  what: string,
  read: () => Promise<T>,
  accept: (value: T) => boolean = Boolean,
  timeoutMs = defaultTimeoutMs,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  let last = "";
  do {
    try {
      const value = await read();
      if (accept(value)) return value;
      last = JSON.stringify(value) ?? String(value);
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  } while (Date.now() < end);
  throw new Error(`${what}: not within ${timeoutMs / 1000} s; last seen: ${last}`);
}
