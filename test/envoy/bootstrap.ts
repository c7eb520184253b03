import type { RenderedTable } from "./render";

/** Answers of Envoy itself carry a header with the reason, as in its access log. */
export const detailsHeader = "x-details";
/** Answers carry the flags of Envoy's access log: `DI` for an injected delay. */
export const flagsHeader = "x-flags";

/** Static resources of an Envoy with a listener per named table. `portOf` names the stub that stands for a destination. */
export function staticResources(tables: ReadonlyMap<string, RenderedTable>, portOf: (destination: string) => number): object {
  return {
    listeners: [...tables].map(([name, table]) => ({
      name,
      address: socketAddress(0),
      filter_chains: [
        { filters: [{ name: "envoy.filters.network.http_connection_manager", typed_config: connectionManager(name, table) }] },
      ],
    })),
    clusters: [...tables.values()].flatMap((table) =>
      [...table.clusters].map(([name, { destination, hasEndpoints }]) => ({
        name,
        type: "STATIC",
        connect_timeout: "5s",
        load_assignment: {
          cluster_name: name,
          endpoints: hasEndpoints ? [{ lb_endpoints: [{ endpoint: { address: socketAddress(portOf(destination)) } }] }] : [],
        },
      })),
    ),
  };
}

/** As the control plane sets it up, as far as routing goes: ports in authorities are ignored, missing clusters are found out by requests. */
function connectionManager(name: string, { virtualHosts, pathNormalization }: RenderedTable): object {
  return {
    "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
    stat_prefix: name,
    normalize_path: pathNormalization !== "NONE",
    merge_slashes: pathNormalization === "MERGE_SLASHES" || pathNormalization === "DECODE_AND_MERGE_SLASHES",
    path_with_escaped_slashes_action: pathNormalization === "DECODE_AND_MERGE_SLASHES" ? "UNESCAPE_AND_FORWARD" : "KEEP_UNCHANGED",
    route_config: {
      name,
      virtual_hosts: virtualHosts,
      validate_clusters: false,
      ignore_port_in_host_matching: true,
      response_headers_to_add: [overwriting(flagsHeader, "%RESPONSE_FLAGS%")],
    },
    http_filters: [
      {
        name: "envoy.filters.http.fault",
        typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault" },
      },
      {
        name: "envoy.filters.http.cors",
        typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors" },
      },
      {
        name: "envoy.filters.http.router",
        typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
      },
    ],
    local_reply_config: {
      mappers: [
        {
          filter: { status_code_filter: { comparison: { op: "GE", value: { default_value: 100, runtime_key: "unused" } } } },
          headers_to_add: [overwriting(detailsHeader, "%RESPONSE_CODE_DETAILS%"), overwriting(flagsHeader, "%RESPONSE_FLAGS%")],
        },
      ],
    },
  };
}

function socketAddress(port: number): object {
  return { socket_address: { address: "127.0.0.1", port_value: port } };
}

function overwriting(key: string, value: string): object {
  return { header: { key, value }, append_action: "OVERWRITE_IF_EXISTS_OR_ADD" };
}
