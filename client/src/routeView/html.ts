import { Uri, type Webview } from "vscode";

/** The page of the picture: its script and style come from the extension, nothing else may be loaded or run. */
export function pictureHtml(webview: Webview, extensionUri: Uri): string {
  const folder = Uri.joinPath(extensionUri, "dist", "webview");
  const script = webview.asWebviewUri(Uri.joinPath(folder, "main.js"));
  const style = webview.asWebviewUri(Uri.joinPath(folder, "style.css"));
  const nonce = createNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; img-src ${webview.cspSource} data:`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${style}">
<title>Istio Routing</title>
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

function createNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
