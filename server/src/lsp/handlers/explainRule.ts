import { explainRule } from "../../core/rules/explain";
import { explainRuleRequest } from "../../protocol/requests";
import type { HandlerContext } from "./context";

export function registerExplainRule({ server }: HandlerContext): void {
  server.onOwn(explainRuleRequest, ({ code }) => explainRule(code) ?? null);
}
