// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a snippet is a string with placeholders.
import { describe, expect, test } from "vitest";
import { expandSnippet } from "./expandSnippet";

describe("expanding", () => {
  test.each([
    ["plain text", "kind: Service", "kind: Service"],
    ["a default", "host: ${1:website}", "host: website"],
    ["a stop without default", "host: $1;${2};", "host: ;;"],
    ["a stop that repeats another one", "${1:web}: $1, ${1}", "web: web, web"],
    ["a repetition before its default", "$1: ${1:web}", "web: web"],
    ["the first of several choices", "${1|HTTP,GRPC|}!", "HTTP!"],
    ["choices with escaped separators", "${1|a\\,b\\|c,d|}", "a,b|c"],
    ["a repeated choice", "${1|503,500|} $1", "503 503"],
    ["stops within a default", "${1:a-${2:b-${3:c}}} $2 $3", "a-b-c b-c c"],
    ["a default that repeats another stop", "${1:v1}: ${2:$1}", "v1: v1"],
    ["escapes", "\\$1 ${1:a\\}b} \\\\ \\n", "$1 a}b \\ \\n"],
    ["braces outside stops", "{ version: ${1:v1} }", "{ version: v1 }"],
    ["a stop right before text", "$1-gateway ${1:web}", "web-gateway web"],
  ])("%s", (_, body, text) => {
    expect(expandSnippet(body).text).toBe(text);
  });

  test("the lines of a body are joined", () => {
    expect(expandSnippet(["a: ${1:x}", "b: $1"]).text).toBe("a: x\nb: x");
  });
});

describe("stops", () => {
  test("are listed once, without $0", () => {
    expect(expandSnippet("${2:b} ${1:a${3:c}} $2 $0")).toMatchObject({ stops: [1, 2, 3], empty: [] });
  });

  test("without content are told apart", () => {
    expect(expandSnippet("$1 ${2:b} ${3|c|} ${4}").empty).toEqual([1, 4]);
  });

  test("the cursor is where $0 stands in the expanded text", () => {
    expect(expandSnippet("${1:website}$0!").cursor).toBe(7);
    expect(expandSnippet("${1:website}").cursor).toBeUndefined();
  });
});

describe("what our snippets do without", () => {
  test.each([
    ["a variable", "$TM_FILENAME", "no tab stop"],
    ["a dollar sign that is not escaped", "a $ b", "no tab stop"],
    ["a transform", "${1/a/b/}", 'goes on with "/"'],
    ["a brace that is not closed", "${1:a", '"}" is missing'],
    ["a brace that is not closed behind a number", "${1", 'goes on with ""'],
    ["choices that are not closed", "${1|a,b", '"|}" is missing'],
    ["two ends", "$0 $0", "second $0"],
    ["a stop within itself", "${1:a $1}", "within itself"],
    ["stops within each other", "${1:$2} ${2:$1}", "within itself"],
  ])("%s", (_, body, message) => {
    expect(() => expandSnippet(body)).toThrow(message);
  });
});
