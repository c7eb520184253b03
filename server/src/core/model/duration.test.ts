import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDuration, parseNanoseconds } from "./duration";

describe("parseDuration", () => {
  it.each([
    ["5s", 5000],
    ["5000ms", 5000],
    ["1h30m", 5_400_000],
    ["0.5s", 500],
    [".5s", 500],
    ["1.s", 1000],
    ["1.001s", 1001],
    ["+2m", 120_000],
    ["-1.5s", -1500],
    ["0", 0],
    ["-0", 0],
    ["0s", 0],
    ["1h2m3s4ms5us6ns", 3_723_004.005006],
    ["10µs", 0.01],
    ["10μs", 0.01],
    ["1m1m", 120_000],
    ["0.9999999999s", 999.999999],
  ])("%s is %d ms", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each([
    "",
    "5",
    "5 s",
    "s",
    ".s",
    "5x",
    "5S",
    "1d",
    "five",
    "-",
    "+-5s",
    "5s ",
    " 5s",
    "1e3s",
    "5s,",
    "1:00",
    "s5",
    "5.5.5s",
    "2562048h",
    "3000000h",
  ])("%j is no duration", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("reaches exactly to 64 bits of nanoseconds", () => {
    expect(parseNanoseconds("9223372036854775807ns")).toBe(2n ** 63n - 1n);
    expect(parseNanoseconds("9223372036854775808ns")).toBeUndefined();
    expect(parseNanoseconds("-9223372036854775808ns")).toBe(-(2n ** 63n));
    expect(parseNanoseconds("-9223372036854775809ns")).toBeUndefined();
  });

  it("adds up its components", () => {
    const count = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(count, count, count, count, (hours, minutes, seconds, millis) => {
        const expected = ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
        expect(parseDuration(`${hours}h${minutes}m${seconds}s${millis}ms`)).toBe(expected);
      }),
    );
  });
});
