import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { accessible } from "./canvas.ts";
import type { Person } from "./designer.ts";
import { expect, journeys, look, test } from "./people.ts";
import { type Texts, texts } from "./texts.ts";

const greet = {
  input: { type: "object", properties: { who: { type: "string", title: "Who" } } },
  nodes: [
    { id: "greet", name: "Greet", kind: "script", script: { body: "return 'Hello ' + input.who" } },
    { id: "done", name: "Done", kind: "script", script: { body: "return nodes.greet.output" } },
  ],
  edges: [{ from: "greet", to: "done" }],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the chain
  output: "${{ nodes.done.output }}",
};

/** Does in a shell what the designer shows, and reads the answer. */
async function shell(text: string, env: Record<string, string>): Promise<{ id: string; run_id?: string }> {
  const { stdout } = await promisify(execFile)(
    "bash",
    ["-euo", "pipefail", "-c", text.replace("curl ", "curl -sS ")],
    {
      env: { ...process.env, ...env },
    },
  );
  return JSON.parse(stdout);
}

async function output(person: Person, run: string): Promise<unknown> {
  const read = async () => (await person.ask("GET", `/runs/${run}`)) as { state: string; output: unknown };
  await expect.poll(async () => (await read()).state).toBe("succeeded");
  return (await read()).output;
}

/** A new trigger of a kind, its form open, with its name typed. */
async function form(person: Person, t: Texts, kind: "webhook" | "schedule", name: string) {
  const { page } = person;
  await page
    .getByRole("button", { name: t("triggers:create") })
    .first()
    .click();
  await page.getByRole("menuitem", { name: t(`triggers:kind.${kind}`) }).click();
  const dialog = page.getByRole("dialog", { name: t(`triggers:new.${kind}`) });
  await dialog.getByRole("textbox", { name: t("shared:field.name"), exact: true }).fill(name);
  return dialog;
}

for (const [language, scheme] of journeys) {
  test(`a start that is shown as a call works in a shell: ${language}, ${scheme}`, async ({ person }) => {
    const t = texts(language);
    const { page } = person;
    await look(page, language, scheme);
    await person.chain("hello", "Say hello", greet);
    const made = await page.request.post(`${person.server.url}/api/v1/me/tokens`, {
      data: { name: "erp", permissions: ["run:start", "chain:view"], org_id: person.org },
      headers: { Origin: person.server.url },
    });
    const { token } = await made.json();

    await person.go("/o/{org}/chains/hello?start=1");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Who" }).fill("O'Hara 你好");
    await dialog.getByRole("switch", { name: t("canvas:start.api") }).click();
    const call = dialog.getByLabel(t("canvas:start.api")).and(page.locator("pre, code"));
    await expect(call).toContainText("curl -X POST");
    await accessible(page);
    const text = await call.innerText();
    const [first, second] = [
      await shell(text, { CATENARY_TOKEN: token }),
      await shell(text, { CATENARY_TOKEN: token }),
    ];
    expect(first.id, "each call is a start of its own").not.toBe(second.id);
    expect(await output(person, first.id)).toBe("Hello O'Hara 你好");

    await person.go(`/o/{org}/runs/${first.id}`);
    await expect(page.locator("header").getByText(t("shared:state.succeeded"))).toBeVisible();
  });

  test(`a webhook is made, called as it is shown, and tells of it: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const t = texts(language);
    const { page } = person;
    await look(page, language, scheme);
    await person.chain("hello", "Say hello", greet);
    await person.go("/o/{org}/chains/hello?tab=triggers");
    const dialog = await form(person, t, "webhook", "Pushed");
    await accessible(page);
    await dialog.getByRole("button", { name: t("shared:create") }).click();

    const drawer = page.getByRole("dialog", { name: "Pushed" });
    await expect(drawer.getByText(t("triggers:noKeys"))).toBeVisible();
    await drawer.getByRole("button", { name: t("triggers:makeKey") }).click();
    const key = await drawer.getByLabel(t("triggers:key"), { exact: true }).inputValue();
    await drawer.getByRole("switch", { name: t("triggers:call") }).click();
    const call = drawer.getByLabel(t("triggers:call")).and(page.locator("pre, code"));
    await expect(call).toContainText("Catenary-Signature");
    await accessible(page);
    const fired = await shell((await call.innerText()).replace("body='{}'", `body='{"who":"Ada"}'`), {
      CATENARY_KEY: key,
    });
    expect(await output(person, fired.run_id ?? "")).toBe("Hello Ada");

    await drawer.getByRole("button", { name: t("triggers:fire.open") }).click();
    const fire = page.getByRole("dialog", { name: t("triggers:fire.title", { name: "Pushed" }) });
    await expect(fire).toBeVisible();
    await accessible(page);
    await fire.getByRole("button", { name: t("triggers:fire.open") }).click();
    await expect(page.locator("header").getByText(t("shared:state.succeeded"))).toBeVisible();

    await page.goBack();
    await expect(drawer.getByText(t("triggers:firing.started"), { exact: true })).toBeVisible();
    await expect(drawer.getByLabel(t("triggers:key"), { exact: true }), "a key is shown once").toHaveCount(0);
    await accessible(page);
    await drawer.getByRole("link", { name: t("triggers:run"), exact: true }).click();
    await expect(page.locator("header").getByText(t("shared:state.succeeded"))).toBeVisible();
  });

  test(`a schedule shows its times while it is typed, and keeps them: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const t = texts(language);
    const { page } = person;
    await look(page, language, scheme);
    await person.chain("hello", "Say hello", greet);
    await person.ask("POST", "/calendars", { key: "weekend", name: "Weekend", weekdays: [6, 7] });
    await person.go("/o/{org}/chains/hello?tab=triggers");
    const dialog = await form(person, t, "schedule", "Each morning");
    const times = dialog.getByRole("region", { name: t("triggers:times") });
    await expect(times.getByRole("listitem")).toHaveCount(10);

    const cron = dialog.getByRole("textbox", { name: t("triggers:cron.label") });
    await cron.fill("61 6 * * *");
    await expect(cron).toHaveAttribute("aria-invalid", "true");
    await expect(times.getByRole("listitem")).toHaveCount(0);
    await accessible(page);
    await cron.fill("30 6 * * *");
    await expect(cron).not.toHaveAttribute("aria-invalid", "true");
    await expect(times.locator("time").first()).toHaveAttribute("datetime", /T06:30:00/);
    await dialog.getByRole("combobox", { name: t("triggers:calendar"), exact: true }).click();
    await page.getByRole("option", { name: "Weekend" }).click();
    await expect(times).toHaveAttribute("aria-busy", "false");
    const shown = times.locator("time");
    const days = async () =>
      (await shown.evaluateAll((all) => all.map((x) => x.getAttribute("datetime") ?? ""))).map((x) =>
        new Date(`${x.slice(0, 10)}T00:00:00Z`).getUTCDay(),
      );
    await expect.poll(async () => (await days()).every((d) => d === 6 || d === 0)).toBe(true);
    const before = await shown.allInnerTexts();
    expect(before).toHaveLength(10);
    await accessible(page);
    await dialog.getByRole("button", { name: t("shared:create") }).click();

    const drawer = page.getByRole("dialog", { name: "Each morning" });
    await expect(drawer.getByRole("region", { name: t("triggers:times") }).locator("time")).toHaveText(
      before,
    );
    await accessible(page);
  });
}
