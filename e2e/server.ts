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
  private constructor(
    readonly data: string,
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly output: () => string,
  ) {}

  /** Starts the built binary, with settings of its environment, and waits until it can serve. */
  static async start(settings: Settings = {}): Promise<Server> {
    const data = await mkdtemp(path.join(tmpdir(), "catenary-e2e-"));
    const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--data", data], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...settings },
    });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.stderr.on("data", (chunk) => {
      text += chunk;
    });
    for (let i = 0; i < 200; i++) {
      if (child.exitCode !== null) break;
      const address = await readFile(path.join(data, "address"), "utf8").catch(() => "");
      if (address !== "") {
        const url = `http://${address.trim()}`;
        const ready = await fetch(`${url}/healthz`).then(
          (r) => r.ok,
          () => false,
        );
        if (ready) return new Server(data, url, child, () => text);
      }
      await pause(50);
    }
    child.kill("SIGKILL");
    throw new Error(`the server did not start:\n${text}`);
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
    return this.output();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise((done) => this.child.once("exit", done));
      this.child.kill("SIGTERM");
      await ended;
    }
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
