import { expect, it } from "vitest";
import { withoutTabStops } from "./convert";

it.each([
  ["plain", "plain"],
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: tab stops of snippets look like that
  ["host: ${1:website}$0", "host: website"],
  ["a: $1\nb: ${2}", "a: \nb: "],
  ["mode: ${1|SIMPLE,MUTUAL|}", "mode: SIMPLE"],
  ["host: ${1:a}\nname: ${2:$1}-$2", "host: a\nname: a-a"],
  ["mode: ${1|SIMPLE,MUTUAL|} $1", "mode: SIMPLE SIMPLE"],
  ["cost: \\$5 \\} ${1:a\\}b}", "cost: $5 } a}b"],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
])("the snippet %j is %j for editors without snippets", (snippet, expected) => {
  expect(withoutTabStops(snippet)).toBe(expected);
});
