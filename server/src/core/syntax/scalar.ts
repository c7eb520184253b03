import type { ScalarStyle, ScalarValue } from "./node";

const CORE_TAG = /^(?:!!|tag:yaml\.org,2002:)(?:int|float|bool|null)$/;

/**
 * The value of a scalar as kubectl reads it. Without a tag only plain text is resolved; a tag of the core schema makes it resolve
 * the text however it is quoted; any other tag makes it a string.
 */
export function resolveScalar(style: ScalarStyle, tag: string | undefined, source: string): ScalarValue {
  const resolves = tag === undefined ? style === "plain" : CORE_TAG.test(tag);
  return resolves ? resolvePlain(source) : source;
}

/**
 * The value of a plain (unquoted, untagged) scalar as kubectl reads it: `sigs.k8s.io/yaml` 1.6 over its YAML 1.1 reader,
 * `go.yaml.in/yaml/v2`. Every fact below is that reader's `resolve.go`; the test's table was checked against the Go package.
 * - true and false have the YAML 1.1 spellings, single letters included: `y`, `n`, `yes`, `No`, `ON`, `off` ...
 * - null is ``, `~`, `null`, `Null`, `NULL`
 * - underscores in numbers are ignored; `0x`, `0b`, `0o` and a leading `0` (octal, `0777`) give integers
 * - what is no valid octal number may still be a float: `08` is 8
 * - a number too large for a float stays a string; timestamps and base 60 stay strings
 */
export function resolvePlain(text: string): ScalarValue {
  const code = text.charCodeAt(0);
  if ((code >= 48 && code <= 57) || code === 43 || code === 45) return resolveNumber(text);
  if (code === 46) return resolvePoint(text);
  return text.length > 5 ? text : resolveWord(text);
}

function resolveWord(text: string): ScalarValue {
  switch (text) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
    case "yes":
    case "Yes":
    case "YES":
    case "y":
    case "Y":
    case "on":
    case "On":
    case "ON":
      return true;
    case "false":
    case "False":
    case "FALSE":
    case "no":
    case "No":
    case "NO":
    case "n":
    case "N":
    case "off":
    case "Off":
    case "OFF":
      return false;
    default:
      return text;
  }
}

const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/;
const POINT = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;

function resolvePoint(text: string): ScalarValue {
  if (INFINITY.test(text)) return Number.POSITIVE_INFINITY;
  if (text === ".nan" || text === ".NaN" || text === ".NAN") return Number.NaN;
  return POINT.test(text) ? finite(text, text.replaceAll("_", "")) : text;
}

const DECIMAL = /^[-+]?(?:0|[1-9]\d*)$/;
const RADIX = /^([-+]?)0([xX][\da-fA-F]+|[bB][01]+|[oO]?[0-7]+)$/;
const SIGNED_BINARY = /^0b([-+][01]+)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

function resolveNumber(text: string): ScalarValue {
  if (INFINITY.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  if (DECIMAL.test(plain)) return Number(plain) + 0;
  const radix = RADIX.exec(plain);
  if (radix !== null) {
    const value = radixValue(radix[2] ?? "");
    const negative = radix[1] === "-";
    if (value > (negative ? 2n ** 63n : 2n ** 64n - 1n)) return FLOAT.test(plain) ? finite(text, plain) : text;
    return Number(negative ? -value : value);
  }
  if (FLOAT.test(plain)) return finite(text, plain);
  const binary = SIGNED_BINARY.exec(plain);
  return binary === null ? text : Number.parseInt(binary[1] ?? "", 2);
}

function radixValue(digits: string): bigint {
  switch (digits.charAt(0)) {
    case "x":
    case "X":
    case "b":
    case "B":
    case "o":
    case "O":
      return BigInt(`0${digits.toLowerCase()}`);
    default:
      return BigInt(`0o${digits}`);
  }
}

function finite(text: string, plain: string): ScalarValue {
  const value = Number(plain);
  return Number.isFinite(value) ? value : text;
}
