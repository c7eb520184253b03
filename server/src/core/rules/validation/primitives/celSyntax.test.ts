import { expect, test } from "vitest";
import { celProblem } from "./celSyntax";

test.each([
  "true",
  "response.code >= 400",
  "response.code >= 400 && (connection.mtls || !request.headers['x-a'].startsWith(\"b\"))",
  "has(request.headers.x) ? 1 : a ? 2u : 0x1F",
  "[1, 2.5, 1e3,].exists(x, x in [a, b])",
  "{'a': 1, \"b\": [c]}.size() % 2 == -1",
  "google.type.Date{year: 2024, month: 1,}.year",
  ".a.b(c)[0].d",
  "r'\\d' + b\"x\" + '''a\nb'''",
  "--a - -b",
  "a // comment",
  "has((a.b)) && has(a, b) && a.has(b) && f.all(x)",
  "a.map(x, x > 1, x) + a.map(x, y) + a.filter(b.c, d, e)",
])("%s is an expression", (text) => {
  expect(celProblem(text)).toBeUndefined();
});

test.each([
  ["", "ends too early"],
  ["a ==", "ends too early"],
  ["a = b", '"=" means nothing at position 3'],
  ["a and b", '"and" is written "&&"'],
  ["not a", '"a" cannot stand here'],
  ["(a", '")" is missing at the end'],
  ["f(a,)", '")" cannot stand here'],
  ["'a", "a text has no end"],
  ["a.1", '".1" cannot stand here'],
  ["a ? b", '":" is missing at the end'],
  ["package.a", '"package" is a reserved word'],
  ["a b", '"b" cannot stand here'],
  ["{a}", '":" is missing before "}"'],
  ["in", '"in" cannot stand here'],
  ["has(a)", "asks for a field"],
  ["has(a['b'])", "asks for a field"],
  ["has(a.b())", "asks for a field"],
  ["has(!a.b)", "asks for a field"],
  ["a.all(x.y, true)", 'the first argument of "all"'],
  ["[1].map(1, 2, 3)", 'the first argument of "map"'],
  ["(".repeat(300), "nested too deeply"],
])("%s is none", (text, why) => {
  expect(celProblem(text)).toContain(why);
});
