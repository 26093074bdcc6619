import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { refusal, serve, streaming } from "@/shared/test/server";
import { EnvironmentScreen } from "./environment-page";
import { EnvironmentsScreen } from "./environments-page";

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const can = ["environment:view", "environment:write", "environment:use"];
const org = { id: "o1", key: "stock", name: "Stock", path: [], can };
const environment = {
  id: "e1",
  org_id: "o1",
  key: "python",
  name: "Python",
  entry: ["python3"],
  user: 65532,
  limits: {},
  revision: 2,
  shared: false,
  source: { kind: "docker", reference: "python:3.12" },
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  updated_by: { id: "u1", name: "Drafter" },
  can,
};
const pinned = {
  reference: "registry.example.org/python@sha256:aa",
  digest: `sha256:${"a".repeat(64)}`,
  source_digest: `sha256:${"a".repeat(64)}`,
  platform: "linux/amd64",
  size: 412_000_000,
  created_at: "2026-05-31T10:31:00Z",
};
const page = (image: unknown) => ({
  "GET /orgs/o1/environments/python": environment,
  "GET /orgs/o1/environments/python/uses": { items: [] },
  "GET /orgs/o1/environments/python/image": image,
});

it("says what an environment is where there is none", async () => {
  serve({ "GET /orgs/o1": org, "GET /orgs/o1/environments": { items: [] } });
  await show(<EnvironmentsScreen org="o1" />);
  expect(await screen.findByText(/An environment is what tasks run in/)).toBeTruthy();
});

it("shows with each one whether its image is in the registry", async () => {
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/environments": {
      items: [{ ...environment, image_size: 412_000_000, image_since: "2026-05-31T10:31:00Z", uses: 3 }],
    },
    "GET /orgs/o1/environments/python/image": {
      state: "present",
      image: pinned,
      drift: { drifted: true, pinned: "sha256:a", current: "sha256:b" },
      can,
    },
  });
  await show(<EnvironmentsScreen org="o1" />);
  const row = await screen.findByRole("row", { name: /Python/ });
  expect(await within(row).findByText(/In the registry.*source changed/)).toBeTruthy();
  expect(within(row).getByText("aaaaaaaaaaaa")).toBeTruthy();
  expect(within(row).getByText("412 MB")).toBeTruthy();
  expect(within(row).getByText("3 chains")).toBeTruthy();
  expect(within(row).queryByText("Being retired")).toBeNull();
});

it("sends an archive in parts, and makes the environment of it", async () => {
  const size = (8 << 20) + 10;
  const parts: [string | null, number][] = [];
  let made: unknown;
  let offset = 0;
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/environments": { items: [] },
    "POST /orgs/o1/uploads": { id: "up1", offset: 0, size },
    "PATCH /orgs/o1/uploads/up1": async (_: URL, request: Request) => {
      const body = await request.arrayBuffer();
      parts.push([request.headers.get("Upload-Offset"), body.byteLength]);
      offset += body.byteLength;
      return { id: "up1", offset, size, complete: offset === size };
    },
    "POST /orgs/o1/environments": async (_: URL, request: Request) => {
      made = await request.json();
      return environment;
    },
  });
  await show(<EnvironmentsScreen org="o1" />, "/?new=1");
  const dialog = await screen.findByRole("dialog", { name: "New environment" });
  fireEvent.change(within(dialog).getByRole("textbox", { name: /^Name/ }), { target: { value: "Python" } });
  await userEvent.click(within(dialog).getByRole("radio", { name: "Archive" }));
  const input = document.querySelector('input[type="file"]') as HTMLInputElement;
  await userEvent.upload(input, new File([new Uint8Array(size)], "python.tar"));
  expect(await within(dialog).findByText(/All there/)).toBeTruthy();
  await userEvent.click(within(dialog).getByRole("button", { name: "Create" }));
  await vi.waitFor(() =>
    expect(made).toEqual({
      key: "python",
      name: "Python",
      entry: ["sh"],
      source: { kind: "archive", upload_id: "up1" },
    }),
  );
  expect(parts).toEqual([
    ["0", 8 << 20],
    [String(8 << 20), 10],
  ]);
});

it("goes on with an upload that was cut off where the server says", async () => {
  const offsets: (string | null)[] = [];
  let broken = true;
  serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/environments": { items: [] },
    "POST /orgs/o1/uploads": { id: "up1", offset: 0, size: 100 },
    "GET /orgs/o1/uploads/up1": { id: "up1", offset: 40, size: 100 },
    "PATCH /orgs/o1/uploads/up1": (_: URL, request: Request) => {
      offsets.push(request.headers.get("Upload-Offset"));
      return broken ? refusal(503, "unavailable", "come back later") : { id: "up1", offset: 100, size: 100 };
    },
  });
  await show(<EnvironmentsScreen org="o1" />, "/?new=1");
  await userEvent.click(await screen.findByRole("radio", { name: "Archive" }));
  const input = document.querySelector('input[type="file"]') as HTMLInputElement;
  await userEvent.upload(input, new File([new Uint8Array(100)], "python.tar"));
  expect(await screen.findByText(/Cut off.*come back later/)).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(await screen.findByText(/All there/)).toBeTruthy();
  expect(offsets).toEqual(["0", "40"]);
});

it("asks for an absent image and follows it on its way", async () => {
  const stream = streaming();
  let image: unknown = { state: "absent", can };
  const upload = {
    done: 43,
    total: 100,
    layer: 1,
    layers: 2,
    phase: "uploading",
    state: "uploading",
    started_at: "2026-05-31T10:31:00Z",
    updated_at: "2026-05-31T10:31:00Z",
  };
  serve({
    ...page(() => image),
    "POST /orgs/o1/environments/python/image": () => {
      image = { state: "uploading", upload: { ...upload, done: 10 }, can };
      return image;
    },
    "GET /orgs/o1/environments/python/image/stream": () => stream.response,
  });
  await show(<EnvironmentScreen org="o1" environmentKey="python" />);
  await userEvent.click(await screen.findByRole("button", { name: "Bring it to the registry" }));
  expect(await screen.findByText("10 %")).toBeTruthy();
  stream.send("1", "image", { state: "uploading", upload, can });
  expect(await screen.findByText("43 %")).toBeTruthy();
  image = { state: "present", image: pinned, can };
  stream.send("2", "end", {});
  stream.cut();
  expect(await screen.findByText("In the registry")).toBeTruthy();
});

it("takes over what the source has now only when asked to", async () => {
  let sent: unknown;
  const current = `sha256:${"b".repeat(64)}`;
  serve({
    ...page({
      state: "present",
      image: pinned,
      drift: { drifted: true, pinned: pinned.digest, current },
      can,
    }),
    "POST /orgs/o1/environments/python/image": async (_: URL, request: Request) => {
      sent = await request.json();
      return { state: "present", image: pinned, can };
    },
  });
  await show(<EnvironmentScreen org="o1" environmentKey="python" />);
  await userEvent.click(await screen.findByRole("button", { name: "Take over the new image" }));
  await vi.waitFor(() => expect(sent).toEqual({ accept: current }));
});

it("says why an image could not be brought, which right is missing, and what failed", async () => {
  const upload = {
    problem: { code: "image.build", detail: "step 3: no such file" },
    state: "failed",
    phase: "building",
    done: 0,
    total: 0,
    layer: 0,
    layers: 0,
    started_at: "2026-05-31T10:31:00Z",
    updated_at: "2026-05-31T10:31:00Z",
  };
  serve(page({ state: "failed", upload, can }));
  await show(<EnvironmentScreen org="o1" environmentKey="python" />);
  expect(await screen.findByText("step 3: no such file")).toBeTruthy();
  serve({ "GET /orgs/o1/environments": () => refusal(403, "auth.forbidden", "this needs environment:view") });
  await show(<EnvironmentsScreen org="o1" />);
  expect(await screen.findByText("this needs environment:view")).toBeTruthy();
});

it("runs a command in an environment that has an image, and says why it failed", async () => {
  let sent: unknown;
  serve({
    ...page({ state: "present", image: pinned }),
    "GET /orgs/o1/environments/python": { ...environment, can: [...can, "run:start"] },
    "POST /orgs/o1/environments/python/trial": async (_: URL, request: Request) => {
      sent = await request.json();
      return Response.json({ id: "r1", state: "queued" }, { status: 202 });
    },
    "GET /orgs/o1/runs/r1": {
      id: "r1",
      org_id: "o1",
      state: "failed",
      ended_at: "2026-05-31T10:31:00Z",
      failure: { code: "task.exit", message: "it ended with exit code 127" },
      can: ["run:view"],
    },
    "GET /orgs/o1/runs/r1/steps": { items: [] },
    "GET /orgs/o1/runs/r1/events/stream": () => streaming().response,
  });
  await show(<EnvironmentScreen org="o1" environmentKey="python" />);
  const panel = await screen.findByRole("region", { name: "Test a command" });
  const command = within(panel).getByRole("textbox", { name: "Command" });
  expect((command as HTMLTextAreaElement).value).toBe("python3 --version");
  fireEvent.change(command, { target: { value: "pip list" } });
  await vi.waitFor(() =>
    expect(within(panel).getByRole("button", { name: "Run" }).hasAttribute("disabled")).toBe(false),
  );
  await userEvent.click(within(panel).getByRole("button", { name: "Run" }));
  expect(await within(panel).findByText("it ended with exit code 127")).toBeTruthy();
  expect(within(panel).getByText("You may not read what it says and gives.")).toBeTruthy();
  expect(sent).toEqual({ command: "pip list", title: "Trial of the environment Python" });
});

it("asks for the image before a command can be run", async () => {
  serve({
    ...page({ state: "absent" }),
    "GET /orgs/o1/environments/python": { ...environment, can: [...can, "run:start"] },
  });
  await show(<EnvironmentScreen org="o1" environmentKey="python" />);
  const panel = await screen.findByRole("region", { name: "Test a command" });
  expect(within(panel).getByText("Bring the image to the registry first.")).toBeTruthy();
  expect(within(panel).getByRole("button", { name: "Run" }).hasAttribute("disabled")).toBe(true);
});
