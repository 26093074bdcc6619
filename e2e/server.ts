import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { test as base } from "@playwright/test";

const binary = path.resolve(import.meta.dirname, "../bin/catenary");

/** Settings by their variables, such as CATENARY_REGISTRY_URL. */
export type Settings = Record<string, string>;

/** A server over an empty data directory of its own. */
export class Server {
  url = "";
  private child: ChildProcess | undefined;
  private output = "";

  private constructor(
    readonly data: string,
    private readonly settings: Settings,
  ) {}

  /** Starts the built binary, with settings of its environment, and waits until it can serve. */
  static async start(settings: Settings = {}): Promise<Server> {
    const server = new Server(await mkdtemp(path.join(tmpdir(), "catenary-e2e-")), settings);
    await server.serve("127.0.0.1:0");
    return server;
  }

  /** Starts again over the same data, at the same address. */
  async again(): Promise<void> {
    await this.serve(new URL(this.url).host);
  }

  private async serve(listen: string): Promise<void> {
    await rm(path.join(this.data, "address"), { force: true });
    const child = spawn(binary, ["serve", "--listen", listen, "--data", this.data], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.settings },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        this.output += chunk;
      });
    for (let i = 0; i < 1200; i++) {
      if (child.exitCode !== null) break;
      const address = await readFile(path.join(this.data, "address"), "utf8").catch(() => "");
      if (address !== "") {
        this.url = `http://${address.trim()}`;
        const ready = await fetch(`${this.url}/healthz`).then(
          (r) => r.ok,
          () => false,
        );
        if (ready) return;
      }
      await pause(50);
    }
    child.kill("SIGKILL");
    throw new Error(`the server did not start:\n${this.output}`);
  }

  /** The one-time code with which the first owner is made. */
  async setupCode(): Promise<string> {
    return (await readFile(path.join(this.data, "setup-code"), "utf8")).trim();
  }

  /** Runs a command of the binary beside the server and returns what it printed. */
  command(args: string[], input = ""): string {
    const result = spawnSync(binary, args, { input, encoding: "utf8" });
    if (result.status !== 0) throw new Error(`catenary ${args.join(" ")}: ${result.stderr}`);
    return result.stdout;
  }

  /** What the server has printed so far. */
  log(): string {
    return this.output;
  }

  /** Ends the program; its data stays. */
  async end(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.data, { recursive: true, force: true });
  }
}

/** A test that has a server to itself. */
export const test = base.extend<{ settings: Settings; server: Server }>({
  settings: [{}, { option: true }],
  server: async ({ settings }, use) => {
    const server = await Server.start(settings);
    await use(server);
    await server.stop();
  },
});

export { expect } from "@playwright/test";
