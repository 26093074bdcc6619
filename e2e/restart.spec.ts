import { accessible, pattern } from "./canvas.ts";
import { expect, journeys, look, test } from "./people.ts";
import { texts } from "./texts.ts";

const slow = {
  nodes: [
    { id: "read", name: "Read", kind: "script", script: { body: "return input" } },
    { id: "rest", name: "Rest", kind: "wait", wait: { for: "30s" } },
    { id: "report", name: "Report", kind: "script", script: { body: "return 'done'" } },
  ],
  edges: [
    { from: "read", to: "rest" },
    { from: "rest", to: "report" },
  ],
};

for (const [language, scheme] of journeys) {
  // One is stopped as operators do, the other as a machine does that loses its power.
  const signal = language === "en" ? "SIGTERM" : "SIGKILL";
  test(`a run that is watched goes on when the server is back after ${signal}: ${language}, ${scheme}`, async ({
    person,
    server,
  }) => {
    const t = texts(language);
    const { page } = person;
    await look(page, language, scheme);
    await person.chain("slow", "Slow", slow);
    const { id } = (await person.ask("POST", "/chains/slow/runs", { input: {} })) as { id: string };
    await page.addInitScript(listen);
    await person.go(`/o/{org}/runs/${id}`);
    const card = (name: string) => page.getByRole("group", { name: new RegExp(`^${name}, `) });
    await expect(card("Rest")).toHaveAttribute("data-state", "waiting");
    await expect(page.locator("#main").getByText(t("runs:live.live"), { exact: true })).toBeVisible();

    const away = page.locator("footer").locator("[data-state=reconnecting], [data-state=unreached]");
    await server.end(signal);
    await expect(page.getByText(pattern(t, "runs:live.lost", "since"))).toBeVisible();
    await expect(away).toBeVisible();
    await expect(card("Rest")).toHaveAttribute("data-state", "waiting");
    await accessible(page);
    await server.again();

    for (const name of ["Read", "Rest", "Report"])
      await expect(card(name)).toHaveAttribute("data-state", "succeeded", { timeout: 60_000 });
    await expect(page.locator("header").getByText(t("shared:state.succeeded"))).toBeVisible();
    await expect(page.getByText(pattern(t, "runs:live.lost", "since"))).toBeHidden();
    await expect(away).toBeHidden();
    await accessible(page);

    // Each entry of the journal came by the stream once, in order, over both servers.
    const { items } = (await person.ask("GET", `/runs/${id}/events?limit=200`)) as {
      items: { seq: number }[];
    };
    const heard = await page.evaluate(() => (window as unknown as { heard: string }).heard);
    const ids = [...heard.matchAll(/^id: ?(\d+)$/gm)].map((m) => Number(m[1]));
    expect(ids).toEqual(items.map((e) => e.seq));
  });
}

/** In the page: keeps what streams of events say, as it arrives. */
function listen(): void {
  const page = window as unknown as { heard: string };
  page.heard = "";
  const ask = window.fetch;
  window.fetch = async (...args) => {
    const answer = await ask(...args);
    if (!answer.url.endsWith("/events/stream") || !answer.body) return answer;
    const [shown, kept] = answer.body.tee();
    const reader = kept.pipeThrough(new TextDecoderStream()).getReader();
    const keep = (): Promise<void> =>
      reader.read().then(({ done, value }) => {
        page.heard += value ?? "";
        return done ? undefined : keep();
      });
    keep().catch(() => {}); // the stream was cut
    return new Response(shown, { status: answer.status, headers: answer.headers });
  };
}
