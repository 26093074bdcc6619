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
  });
}
