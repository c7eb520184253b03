import type { ClientTls, DestinationRule, PortTrafficPolicy, TrafficPolicy } from "../model/destinationRule";
import type { Spanned } from "../text/span";

/** TLS settings of a traffic policy and where they hold. */
interface ClientTlsUse {
  readonly tls: ClientTls;
  readonly mode: Spanned<string>;
  /** The port that they are for; undefined: all that have none of their own. */
  readonly port: number | undefined;
}

/** Every tls block with a mode in a DestinationRule: of the whole, of its ports, and of its subsets. */
export function clientTlsOf(rule: DestinationRule): readonly ClientTlsUse[] {
  return [...ofPolicy(rule.trafficPolicy), ...rule.subsets.flatMap((subset) => ofPolicy(subset.trafficPolicy))];
}

function ofPolicy(policy: TrafficPolicy | undefined): readonly ClientTlsUse[] {
  if (policy === undefined) return [];
  const whole = policy.tls?.mode === undefined ? [] : [{ tls: policy.tls, mode: policy.tls.mode, port: undefined }];
  return [
    ...whole,
    ...policy.portLevelSettings.flatMap((settings: PortTrafficPolicy) =>
      settings.tls?.mode === undefined ? [] : [{ tls: settings.tls, mode: settings.tls.mode, port: settings.port?.value }],
    ),
  ];
}
