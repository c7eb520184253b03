/**
 * The layers of the architecture section in the README, one rule per sentence. `npm run check` runs them over everything
 * that is shipped; tests are left out, they may reach for what they need.
 */
const core = "^server/src/core/";
const kube = "^client/src/kube/";
/** What the editor says about an apply: words and data, free of Node and of the client library. */
const kubeWords = "^client/src/kube/(errors|outcome|plan|target)\\.ts$";
const webview = "^client/src/routeView/webview/";
const installed = (name) => `(^|/)node_modules/${name}(/|$)`;

/** Only `file` may import the npm package `name`, so that replacing the package touches one file. */
const onlyFrom = (name, file) => ({
  name: `one-file-imports-${name.replace(/^@|\/.*/g, "")}`,
  comment: `${name} is imported only by ${file}.`,
  severity: "error",
  from: { pathNot: `^${file.replaceAll(".", "\\.")}$` },
  to: { path: installed(name) },
});

const forbidden = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    forbidden("no-cycles", "A file that needs itself in a roundabout way has more than one responsibility.", {}, { circular: true }),
    forbidden("resolvable", "Every import leads to a file or an installed package.", {}, { couldNotResolve: true }),
    forbidden(
      "declared-packages",
      "A package that package.json does not name is there by accident.",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    ),
    forbidden(
      "no-tests-in-product",
      "What is shipped needs no test.",
      { path: "^(server|client)/" },
      { path: ["^test/", "\\.test\\.ts$"] },
    ),

    forbidden(
      "core-is-alone",
      "The core knows neither its hosts nor the protocol; of what lies outside it reads only the schemas.",
      { path: core },
      { path: "^(server|client)/", pathNot: [core] },
    ),
    forbidden("core-performs-no-io", "The core performs no I/O: no module of Node.", { path: core }, { dependencyTypes: ["core"] }),
    forbidden(
      "core-uses-few-packages",
      "The core needs a YAML reader, a schema validator and RE2, nothing else.",
      { path: core },
      { path: "node_modules/", pathNot: ["yaml", "ajv", "re2js"].map(installed) },
    ),
    forbidden(
      "models-instead-of-syntax",
      "A manifest is lowered once: index, rules and routing see models, never nodes of the YAML tree.",
      { path: `${core}(index|rules|routing)/` },
      { path: `${core}syntax/` },
    ),
    onlyFrom("yaml", "server/src/core/syntax/parse.ts"),
    onlyFrom("ajv", "server/src/core/schema/validator.ts"),
    onlyFrom("@kubernetes/client-node", "client/src/kube/adapter.ts"),
    forbidden(
      "rules-know-no-rule",
      "A rule (its file bears its hyphenated code) imports no rule; what two of them share moves down into model or index.",
      { path: `${core}rules/.+/([^/]+-[^/]+)\\.ts$` },
      { path: `${core}rules/.+/[^/]+-[^/]+\\.ts$`, pathNot: "/$1\\.ts$" },
    ),
    forbidden(
      "features-know-no-feature",
      "A feature imports its own folder and no other feature; what two of them share moves down into model or index.",
      { path: "^server/src/core/features/([^/.]+)" },
      { path: "^server/src/core/features/", pathNot: "^server/src/core/features/((context|results)\\.ts$|$1[./])" },
    ),

    forbidden(
      "protocol-is-types",
      "What both sides share is types and method names, with types of the core.",
      { path: "^server/src/protocol/" },
      { pathNot: ["^server/src/protocol/", core] },
    ),
    forbidden(
      "protocol-runs-no-core",
      "Of the core the protocol takes types only, so that a client does not bundle it.",
      { path: "^server/src/protocol/" },
      { path: core, dependencyTypesNot: ["type-only"] },
    ),
    forbidden(
      "lsp-packages-at-the-rim",
      "LSP lives only in server/src/lsp and in the client.",
      { path: "^server/", pathNot: "^server/src/lsp/" },
      { path: "(^|/)node_modules/vscode-(languageserver|languageclient|jsonrpc)" },
    ),
    forbidden(
      "server-has-no-editor",
      "The server knows no VS Code and no client.",
      { path: "^server/" },
      { path: ["^vscode$", "node_modules/@types/vscode/", "^client/"] },
    ),
    forbidden(
      "no-lsp-in-the-command-line",
      "The command line does without the language server.",
      { path: "^server/src/cli/" },
      { path: "^server/src/lsp/" },
    ),
    forbidden(
      "no-command-line-in-lsp",
      "The language server does without the command line.",
      { path: "^server/src/lsp/" },
      { path: "^server/src/cli/" },
    ),
    forbidden(
      "server-starts-no-process",
      "The language server starts no process and opens no connection.",
      { path: "^server/" },
      { path: "^(node:)?(child_process|cluster|dgram|dns|http2?|https|net|tls|worker_threads)$" },
    ),

    forbidden(
      "client-sees-the-protocol-only",
      "Of the server the client knows the protocol and which files are manifests; of the core it uses types.",
      { path: "^client/", pathNot: [kube, webview] },
      { path: "^server/", pathNot: ["^server/src/protocol/", "^server/src/project/manifestFile\\.ts$"], dependencyTypesNot: ["type-only"] },
    ),
    forbidden(
      "client-is-no-server",
      "The client takes not even types of the server's handlers and of the command line.",
      { path: "^client/" },
      { path: "^server/src/(lsp|cli)/" },
    ),
    forbidden(
      "kube-has-no-editor",
      "The cluster side runs without VS Code.",
      { path: kube },
      { path: ["^vscode$", "node_modules/@types/vscode/", "node_modules/vscode-"] },
    ),
    forbidden(
      "kube-is-alone",
      "The cluster side imports nothing of the editor side and of the server; what a host name means it asks the core's model.",
      { path: kube },
      { path: "^(client|server)/", pathNot: [kube, `${core}model/`] },
    ),
    forbidden(
      "kube-is-lazy",
      "The cluster side is a bundle of its own: the client imports its types and words, and its entry when a command needs it.",
      { path: "^client/", pathNot: kube },
      { path: kube, pathNot: kubeWords, dynamic: false, dependencyTypesNot: ["type-only"] },
    ),
    forbidden(
      "kube-words-are-plain",
      "The words of the cluster side, which the editor bundles, lead to nothing that needs Node.",
      { path: kubeWords },
      { path: [`${kube}(adapter|entry|kubeconfig|yamlText)\\.ts$`, installed("@kubernetes/client-node")], reachable: true },
    ),
    forbidden(
      "kube-has-one-entry",
      "The client loads the cluster side by its entry.",
      { path: "^client/", pathNot: kube },
      { path: kube, pathNot: `${kube}entry\\.ts$`, dynamic: true },
    ),
    forbidden(
      "webview-is-alone",
      "The picture imports its own files, the layout of the core, and types of the protocol, of the core's routing and of its results.",
      { path: webview },
      { pathNot: [webview, "^server/src/protocol/", `${core}routing/`, `${core}features/results[.]ts$`] },
    ),
    forbidden(
      "webview-holds-no-domain-logic",
      "The picture runs nothing of the server but the layout, and what reads and words the request that is tried.",
      { path: webview },
      {
        path: "^server/",
        pathNot: `${core}routing/(layout[./]|(curl|curlCommand|grpcurl|requestUrl|answerInWords)[.]ts$)`,
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbidden(
      "nobody-imports-the-webview",
      "The picture is reached by messages.",
      { path: "^(client|server)/", pathNot: webview },
      { path: webview },
    ),
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["\\.test\\.ts$"] },
    builtInModules: { add: ["vscode"] },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "browser", "default", "types"] },
  },
};
