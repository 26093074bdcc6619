import { accessible } from "./canvas.ts";
import { taskParts } from "./designer.ts";
import { expect, journeys, look, test } from "./people.ts";
import { texts } from "./texts.ts";

for (const [language, scheme] of journeys) {
  test(`a task's script is changed beside the chain: ${language}, ${scheme}`, async ({ person }) => {
    const t = texts(language);
    const { page } = person;
    await look(page, language, scheme);
    await taskParts(person, "echo one\n");
    await person.chain(
      "ship",
      "Ship",
      {
        nodes: [
          { id: "pack", name: "Pack", kind: "work", task: { script: "pack", environment: "shell" } },
          { id: "done", name: "Done", kind: "script", script: { body: "return 1" } },
        ],
        edges: [{ from: "pack", to: "done" }],
      },
      false,
    );
    await person.go("/o/{org}/chains/ship?node=pack");
    await page.getByRole("button", { name: t("schema-form:script.edit") }).click();
    const source = page.getByRole("textbox", { name: t("scripts:sourceOf", { name: "Pack" }) });
    await source.press("ControlOrMeta+a");
    await source.pressSequentially("echo two");
    await page.getByRole("button", { name: t("scripts:save"), exact: true }).click();
    await expect(page.getByText(t("scripts:saved", { version: 2 }))).toBeVisible();
    await accessible(page);
    const made = (await person.ask("GET", "/scripts/pack/versions/2")) as { source: string };
    expect(made.source).toBe("echo two");

    // What is written is tried before it is saved, and the run tells of itself without a chain.
    await person.ask("POST", "/environments/shell/image", {});
    await expect
      .poll(async () => ((await person.ask("GET", "/environments/shell/image")) as { state: string }).state, {
        timeout: 60_000,
      })
      .toBe("present");
    await person.go("/o/{org}/scripts/pack");
    await page.getByRole("button", { name: t("scripts:try.open") }).click();
    const text = page.getByRole("textbox", { name: t("scripts:sourceOf", { name: "Pack" }) });
    await text.press("ControlOrMeta+a");
    await text.pressSequentially('echo tried; cat "$CATENARY_INPUT" >"$CATENARY_OUTPUT"');
    const panel = page.getByRole("region", { name: t("scripts:try.title") });
    await panel.getByRole("combobox", { name: t("scripts:try.environment") }).click();
    await page.getByRole("option", { name: "Shell" }).click();
    await panel.getByRole("button", { name: t("scripts:try.run"), exact: true }).click();
    await expect(panel.getByText(t("shared:state.succeeded"))).toBeVisible({ timeout: 60_000 });
    await expect(panel.getByRole("log")).toContainText("tried");
    await expect(panel.getByRole("region", { name: t("shared:trial.output") })).toBeVisible();
    await accessible(page);
    page.once("dialog", (leave) => leave.accept());
    await panel.getByRole("link", { name: t("shared:trial.open") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      t("scripts:try.runTitle", { name: "Pack" }),
    );
    await expect(page.getByText(t("runs:noChain"))).toBeVisible();
    await accessible(page);
  });
}
