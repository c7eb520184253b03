import { didYouMean } from "../text/similar";
import { ruleInfo, ruleInfos } from "./registry";

/** Documentation of a rule as Markdown, or undefined for an unknown code. */
export function explainRule(code: string): string | undefined {
  const rule = ruleInfo(code);
  if (rule === undefined) return undefined;
  const { docs, level, istio, kiali } = rule;
  const others = [...istio, ...kiali];
  return [
    `# ${rule.code}`,
    docs.what,
    docs.why,
    ...(docs.bad === "" ? [] : ["## What is reported", yaml(docs.bad)]),
    ...(docs.good === "" ? [] : ["## What is meant", yaml(docs.good)]),
    `Level: ${level}${others.length === 0 ? "" : `. Elsewhere: ${others.join(", ")}`}.`,
    `Set another level with \`istioTraffic.rules\` or in \`.istio-traffic.yaml\`: \`rules: {${rule.code}: ${level === "off" ? "information" : "off"}}\`.`,
  ].join("\n\n");
}

/** The message for a code that no rule has. */
export function unknownCode(code: string): string {
  const known = ruleInfos().map((rule) => rule.code);
  return `No rule has the code "${code}".${didYouMean(code, known)}`;
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
}
