import { expect, test } from "vitest";
import { maskTemplates } from "../syntax/mask";
import { parseDocument } from "../syntax/parse";
import { applyEdits, type TextEdit } from "../text/edit";
import { checkEdits } from "./checkEdits";

function check(text: string, edits: readonly TextEdit[]) {
  const mask = maskTemplates(text);
  const readable = mask?.text ?? text;
  const checked = checkEdits({ text, readable, masked: mask?.masked ?? [], tree: parseDocument(readable) }, edits);
  return checked === undefined ? undefined : { after: applyEdits(text, checked.edits), losesComment: checked.losesComment };
}

const edit = (text: string, from: string, newText: string, length = from.length): TextEdit => {
  const start = text.indexOf(from);
  return { span: { start, end: start + length }, newText };
};

test("line breaks become those of the document, and no edit falls between CR and LF", () => {
  const text = "a: 1\r\nb: 2\r\n";
  expect(check(text, [edit(text, "\nb", "\nc: 3\nd: 4", 0)])?.after).toBe("a: 1\r\nc: 3\r\nd: 4\r\nb: 2\r\n");
});

test("refuses a document that tabs indent", () => {
  const text = "a:\n\tb: 1\nc: 2\n";
  expect(check(text, [edit(text, "2", "3")])).toBeUndefined();
});

test("refuses what leaves a syntax problem behind", () => {
  const text = "a: {b: 1}\nc: 2\n";
  expect(check(text, [edit(text, "}", "")])).toBeUndefined();
  expect(check(text, [edit(text, "2", "3")])?.after).toBe("a: {b: 1}\nc: 3\n");
});

test("refuses what aliases stand for", () => {
  const text = "a: &a one\nb: *a\nc: two\n";
  expect(check(text, [edit(text, "one", "two")])).toBeUndefined();
  expect(check(text, [edit(text, "two", "one")])?.after).toBe("a: &a one\nb: *a\nc: one\n");
});

test("refuses what touches a template action", () => {
  const text = "a: {{ .Values.a }}\nb: one\n";
  expect(check(text, [edit(text, ".Values.a", "b")])).toBeUndefined();
  expect(check(text, [edit(text, "one", "two")])?.after).toBe("a: {{ .Values.a }}\nb: two\n");
});

test("notices a comment that is lost, not one that moves and no # inside a text", () => {
  const text = 'a: "x # y" # one\nb: z#2\n';
  expect(check(text, [edit(text, " # one", "")])?.losesComment).toBe(true);
  expect(check(text, [edit(text, " # one", ""), edit(text, "z#2", "w # one")])?.losesComment).toBe(false);
  expect(check(text, [edit(text, '"x # y"', "x")])?.losesComment).toBe(false);
});
