import authorizationPolicy from "../../../../schemas/AuthorizationPolicy.json";
import cronJob from "../../../../schemas/CronJob.json";
import daemonSet from "../../../../schemas/DaemonSet.json";
import deployment from "../../../../schemas/Deployment.json";
import destinationRule from "../../../../schemas/DestinationRule.json";
import envoyFilter from "../../../../schemas/EnvoyFilter.json";
import gateway from "../../../../schemas/Gateway.json";
import gRPCRoute from "../../../../schemas/GRPCRoute.json";
import hTTPRoute from "../../../../schemas/HTTPRoute.json";
import job from "../../../../schemas/Job.json";
import kubernetesGateway from "../../../../schemas/KubernetesGateway.json";
import kustomization from "../../../../schemas/Kustomization.json";
import namespace from "../../../../schemas/Namespace.json";
import peerAuthentication from "../../../../schemas/PeerAuthentication.json";
import pod from "../../../../schemas/Pod.json";
import proxyConfig from "../../../../schemas/ProxyConfig.json";
import referenceGrant from "../../../../schemas/ReferenceGrant.json";
import replicaSet from "../../../../schemas/ReplicaSet.json";
import requestAuthentication from "../../../../schemas/RequestAuthentication.json";
import rollout from "../../../../schemas/Rollout.json";
import secret from "../../../../schemas/Secret.json";
import service from "../../../../schemas/Service.json";
import serviceAccount from "../../../../schemas/ServiceAccount.json";
import serviceEntry from "../../../../schemas/ServiceEntry.json";
import sidecar from "../../../../schemas/Sidecar.json";
import statefulSet from "../../../../schemas/StatefulSet.json";
import telemetry from "../../../../schemas/Telemetry.json";
import trafficExtension from "../../../../schemas/TrafficExtension.json";
import virtualService from "../../../../schemas/VirtualService.json";
import wasmPlugin from "../../../../schemas/WasmPlugin.json";
import workloadEntry from "../../../../schemas/WorkloadEntry.json";
import workloadGroup from "../../../../schemas/WorkloadGroup.json";
import { SchemaCatalog } from "./catalog";
import { Deprecations } from "./deprecations";
import type { KindSchema } from "./schemaNode";
import type { Schemas } from "./validateDocument";
import { SchemaValidator } from "./validator";

/** The schemas that come with the product, and those of a user's own CRDs over them. */
export function createSchemas(own: readonly KindSchema[] = []): Schemas {
  return { catalog: new SchemaCatalog([...bundledKinds, ...own]), validator: new SchemaValidator(), deprecations: new Deprecations() };
}

/** One entry per file of schemas/. */
export const bundledKinds = [
  authorizationPolicy,
  cronJob,
  daemonSet,
  deployment,
  destinationRule,
  envoyFilter,
  gRPCRoute,
  gateway,
  hTTPRoute,
  job,
  kubernetesGateway,
  kustomization,
  namespace,
  peerAuthentication,
  pod,
  proxyConfig,
  referenceGrant,
  replicaSet,
  requestAuthentication,
  rollout,
  secret,
  service,
  serviceAccount,
  serviceEntry,
  sidecar,
  statefulSet,
  telemetry,
  trafficExtension,
  virtualService,
  wasmPlugin,
  workloadEntry,
  workloadGroup,
] as unknown as readonly KindSchema[];
