import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

/** What is used of a SignalR connection; tests have one of their own. It can be started again after it was closed. */
export interface HubConnection {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
  on(method: string, handler: (message: never) => void): void;
  off(method: string, handler: (message: never) => void): void;
  onclose(handler: (error?: Error) => void): void;
}

export type MakeConnection = (url: string, accessToken: (() => Promise<string>) | undefined) => HubConnection;

/** One WebSocket without negotiation: a single request, so that a balancer needs no stickiness. Coming back is the hub's own business, see hub.ts. */
export const signalR: MakeConnection = (url, accessToken) =>
  new HubConnectionBuilder()
    .withUrl(url, { transport: HttpTransportType.WebSockets, skipNegotiation: true, ...(accessToken ? { accessTokenFactory: accessToken } : {}) })
    .configureLogging(LogLevel.None)
    .build();
