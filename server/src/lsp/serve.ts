import {
  type CancellationToken,
  type Connection,
  type ConnectionStrategy,
  ErrorCodes,
  LSPErrorCodes,
  type ProtocolRequestType,
  ResponseError,
} from "vscode-languageserver";
import type { RequestMethod } from "../protocol/method";

/** Answers requests that are cancelled while they wait at once, without working on them. */
export const cancelWaiting: ConnectionStrategy = {
  cancelUndispatched: ({ jsonrpc }) => ({
    jsonrpc,
    // The connection puts in the id of the request.
    id: null,
    error: { code: LSPErrorCodes.RequestCancelled, message: "The request was cancelled." },
  }),
};

type Handler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

export interface ServeOptions {
  /** Answers once all files have been read, for requests whose answer would otherwise lack some. */
  readonly afterIndex?: boolean;
}

/**
 * The one wrapper around request handlers. An error is logged and answered as such; a request that was cancelled meanwhile is not
 * worked on. Edits need no waiting for: notifications are handled in the order of arrival, before the requests behind them.
 */
export class RequestServer {
  readonly #connection: Connection;
  readonly #indexed: () => Promise<void>;

  constructor(connection: Connection, indexed: () => Promise<void>) {
    this.#connection = connection;
    this.#indexed = indexed;
  }

  /** Serves a request of the Language Server Protocol. */
  on<P, R, PR, E, O>(type: ProtocolRequestType<P, R, PR, E, O>, handler: Handler<P, R>, options: ServeOptions = {}): void {
    this.#serve(type.method, handler, options);
  }

  /** Serves a request of our own. */
  onOwn<P, R>(request: RequestMethod<P, R>, handler: Handler<P, R>, options: ServeOptions = {}): void {
    this.#serve(request.method, handler, options);
  }

  #serve<P>(method: string, handler: Handler<P, unknown>, { afterIndex = false }: ServeOptions): void {
    this.#connection.onRequest<unknown, void>(method, async (params: P, token: CancellationToken) => {
      try {
        if (afterIndex) await Promise.race([this.#indexed(), cancelled(token)]);
        if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, `${method} was cancelled.`);
        return await handler(params, token);
      } catch (error) {
        return this.#fail(method, error);
      }
    });
  }

  #fail(method: string, error: unknown): ResponseError<void> {
    if (error instanceof ResponseError) return error;
    const message = error instanceof Error ? error.message : String(error);
    this.#connection.console.error(`${method} failed: ${error instanceof Error ? (error.stack ?? message) : message}`);
    return new ResponseError(ErrorCodes.InternalError, `${method} failed: ${message}`);
  }
}

/** Resolves when the request is cancelled. */
function cancelled(token: CancellationToken): Promise<void> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve()));
}
