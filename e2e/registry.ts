import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** So much goes on at once while the way to the registry is slow, and how many milliseconds are between. */
const piece = 32 << 10;
const between = 25;
/** Behind so many bytes it is so slow that nobody meets the end of an upload before the way is quick. */
const quickly = 4 << 20;
const crawling = 400;

/** The registry of the tests, behind a way to it that can be slow or closed. */
export class Registry {
  private isSlow = false;
  private passed = 0;
  private readonly way: http.Server;
  private port = 0;

  private constructor(private readonly to: URL) {
    this.way = http.createServer((request, response) => {
      // Whoever ends the connection ends what goes over it.
      this.pass(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<Registry> {
    const address = process.env.TEST_REGISTRY;
    if (!address) throw new Error('TEST_REGISTRY is not set: eval "$(tools/services up registry)"');
    const registry = new Registry(new URL(`http://${address}`));
    await registry.open();
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Takes what comes in small pieces, with pauses, until it is quick again. */
  slow(): void {
    this.passed = 0;
    this.isSlow = true;
  }

  quick(): void {
    this.isSlow = false;
  }

  /** Nobody answers at its address any more. */
  async close(): Promise<void> {
    const closed = new Promise((done) => this.way.close(done));
    this.way.closeAllConnections();
    await closed;
  }

  /** It answers, at the same address as before. */
  async open(): Promise<void> {
    await new Promise<void>((done) => this.way.listen(this.port, "127.0.0.1", done));
    this.port = (this.way.address() as AddressInfo).port;
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method, headers, url } = request;
    const onward = http.request(new URL(url ?? "/", this.to), { method, headers });
    const answered = new Promise<http.IncomingMessage>((done, failed) => {
      onward.once("response", done).once("error", failed);
    });
    for await (const chunk of request as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += piece) {
        if (this.isSlow) await pause(this.passed < quickly ? between : crawling);
        this.passed += piece;
        onward.write(chunk.subarray(at, at + piece));
      }
    }
    onward.end();
    const answer = await answered;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }
}
