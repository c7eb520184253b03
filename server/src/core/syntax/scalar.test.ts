import { describe, expect, it } from "vitest";
import type { ScalarValue } from "./node";
import { resolvePlain } from "./scalar";

describe("resolvePlain", () => {
  it.each([..."y Y yes Yes YES true True TRUE on On ON".split(" ")])("reads %s as true", (text) => {
    expect(resolvePlain(text)).toBe(true);
  });

  it.each([..."n N no No NO false False FALSE off Off OFF".split(" ")])("reads %s as false", (text) => {
    expect(resolvePlain(text)).toBe(false);
  });

  it.each(["", "~", "null", "Null", "NULL"])("reads %j as null", (text) => {
    expect(resolvePlain(text)).toBe(null);
  });

  it.each<[string, ScalarValue]>([
    ["0", 0],
    ["-0", 0],
    ["00", 0],
    ["80", 80],
    ["+12", 12],
    ["-5", -5],
    ["1_000", 1000],
    ["1_", 1],
    ["-_1", -1],
    ["0777", 511],
    ["0_7", 7],
    ["08", 8],
    ["0o17", 15],
    ["-0o7", -7],
    ["0b11", 3],
    ["0B1", 1],
    ["+0b1", 1],
    ["-0b11", -3],
    ["0b-1", -1],
    ["0x1F", 31],
    ["0X1f", 31],
    ["-0x1f", -31],
    ["0x_1", 1],
    ["18446744073709551615", 2 ** 64],
    ["18446744073709551616", 2 ** 64],
    ["1.", 1],
    ["1.0", 1],
    ["0.5", 0.5],
    [".5", 0.5],
    ["+.5", 0.5],
    ["-.5e3", -500],
    [".5e+1", 5],
    [".5_0", 0.5],
    ["1_0.5", 10.5],
    ["1e3", 1000],
    ["12e03", 12000],
    ["1e3_0", 1e30],
    ["1e-400", 0],
    [".inf", Number.POSITIVE_INFINITY],
    ["+.Inf", Number.POSITIVE_INFINITY],
    ["-.INF", Number.NEGATIVE_INFINITY],
    [".nan", Number.NaN],
    [".NaN", Number.NaN],
  ])("reads %s as a number", (text, value) => {
    expect(resolvePlain(text)).toBe(value);
  });

  it.each([
    "yEs",
    "tRUE",
    "oFF",
    "nULL",
    "reviews",
    "reviews.prod.svc.cluster.local",
    "v1",
    "1.2.3",
    "10s",
    "1:30",
    "2001-12-14",
    "2001-12-14T21:59:43Z",
    "_1",
    "0b",
    "0b2",
    "-0b+1",
    "0x",
    "0x1p-2",
    "0xFFFFFFFFFFFFFFFFFF",
    "1e400",
    "-1e400",
    "+",
    "-",
    ".",
    "...",
    ".e1",
    ".5_",
    "=",
    "<<",
    "-inf",
    "inf",
    "nan",
    "*",
  ])("keeps %s as a string", (text) => {
    expect(resolvePlain(text)).toBe(text);
  });
});
