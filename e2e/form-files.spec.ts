import { readFile } from "node:fs/promises";
import { accessible, pattern } from "./canvas.ts";
import { taskParts } from "./designer.ts";
import { approverOnPhone, expect, fits, journeys, look, phone, test } from "./people.ts";
import { texts } from "./texts.ts";

const expenses = {
  nodes: [
    {
      id: "claim",
      name: "Claim",
      kind: "form",
      form: {
        title: "Your expenses",
        by: [{ role: "operator" }],
        schema: {
          type: "object",
          required: ["receipt"],
          "x-order": ["receipt", "photos"],
          properties: {
            receipt: { type: "string", format: "file", title: "Receipt", "x-accept": [".pdf"] },
            photos: {
              type: "array",
              title: "Photos",
              items: { type: "string", format: "file", "x-accept": ["image/*"], "x-max-bytes": 1000 },
            },
          },
        },
      },
    },
    {
      id: "measure",
      name: "Measure",
      kind: "work",
      task: {
        script: "pack",
        environment: "shell",
        artefacts: {
          "receipt.pdf": { node: "claim", name: `\${{ nodes.claim.output.receipt.artefact }}` },
        },
      },
    },
    {
      id: "agree",
      name: "Agree",
      kind: "approval",
      approval: { title: "Agree to the expenses", by: [{ role: "approver" }] },
    },
  ],
  edges: [
    { from: "claim", to: "measure" },
    { from: "measure", to: "agree" },
  ],
};

const receipt = {
  name: "收据 1.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.7 a receipt"),
};
const photo = (name: string) => ({ name, mimeType: "image/gif", buffer: Buffer.from(`GIF89a ${name}`) });

for (const [language, scheme] of journeys) {
  const t = texts(language);

  // On a screen as small as a phone's: files are given to a form, and go with the run to the next task and to
  // who approves.
  test(`files are given to a form, and belong to the run: ${language}, ${scheme}`, async ({
    person: owner,
    colleague,
  }) => {
    // An operator fills in forms; who did so does not approve what follows.
    const clerk = await colleague({
      by: owner,
      language,
      scheme,
      name: "Clerk",
      role: "operator",
      viewport: phone,
    });
    const approver = await approverOnPhone(colleague, { by: owner, language, scheme });
    await look(owner.page, language, scheme);
    await taskParts(owner, 'wc -c <"$CATENARY_ARTEFACTS_IN/receipt.pdf" >"$CATENARY_OUTPUT"\n');
    await owner.chain("expenses", "Expenses", expenses);
    const run = (await owner.ask("POST", "/chains/expenses/runs", {})) as { id: string };

    const { page } = clerk;
    const [one, several] = [
      page.locator("input[type=file]").first(),
      page.locator("input[type=file]").last(),
    ];
    const chosen = page.getByRole("list", { name: "Receipt" });
    const photos = page.getByRole("list", { name: "Photos" });
    await clerk.go("/inbox");
    await page.getByRole("link", { name: /Your expenses/ }).click();

    await test.step("what is not wanted is refused at its field", async () => {
      const choose = page.getByRole("button", { name: `Receipt: ${t("schema-form:file.choose")}` });
      await expect(choose).toBeVisible();
      await accessible(page);
      await fits(page);
      await one.setInputFiles({ ...receipt, name: "receipt.txt" });
      await expect(page.getByRole("alert").filter({ hasText: "receipt.txt: " })).toBeVisible();
      await expect(choose).toHaveAccessibleDescription(/receipt\.txt: /);
      await several.setInputFiles({ ...photo("large.gif"), buffer: Buffer.alloc(1001, "GIF89a") });
      await expect(page.getByText(pattern(t, "schema-form:file.large", "name", "size"))).toBeVisible();
      await page.getByRole("button", { name: t("todos:form.send") }).click();
      await expect(choose).toHaveAccessibleDescription(/./);
      await accessible(page);
      await fits(page);
    });

    await test.step("files are sent at once, kept with the draft, and can be removed", async () => {
      await one.setInputFiles(receipt);
      await expect(chosen.getByText(receipt.name)).toBeVisible();
      await several.setInputFiles([photo("1.gif"), photo("2.gif")]);
      await expect(photos.getByRole("listitem")).toHaveCount(2);
      await expect(page.getByText(pattern(t, "todos:form.kept", "at"))).toBeVisible();
      await accessible(page);
      await fits(page);
      await page.reload();
      await expect(chosen.getByText(receipt.name)).toBeVisible();
      await expect(photos.getByRole("listitem")).toHaveCount(2);
      await page.getByRole("button", { name: t("schema-form:remove", { name: "1.gif" }) }).press("Enter");
      await expect(photos.getByRole("listitem")).toHaveCount(1);
      await expect(
        page.getByRole("button", { name: `Photos: ${t("schema-form:file.chooseMany")}` }),
      ).toBeFocused();
      await page.getByRole("button", { name: t("todos:form.send") }).click();
      await expect(page.getByText(t("inbox:form.filled"))).toBeVisible();
      await expect(
        page.getByRole("region", { name: t("inbox:files") }).getByRole("link", { name: receipt.name }),
      ).toBeVisible();
      await accessible(page);
      await fits(page);
    });

    await test.step("who approves what follows reads them", async () => {
      const { page } = approver;
      await approver.go("/inbox");
      await page.getByRole("link", { name: /Agree to the expenses/ }).click();
      const files = page.getByRole("region", { name: t("inbox:files") });
      await expect(files.getByRole("link")).toHaveText([/2\.gif/, /收据 1\.pdf/]);
      await accessible(page);
      await fits(page);
      const downloaded = page.waitForEvent("download");
      await files.getByRole("link", { name: receipt.name }).click();
      const file = await downloaded;
      expect(file.suggestedFilename()).toBe(receipt.name);
      expect(await readFile(await file.path(), "utf8")).toBe(receipt.buffer.toString());
    });

    await test.step("they are the run's, and the task had what it takes", async () => {
      await owner.go(`/o/{org}/runs/${run.id}?node=claim`);
      await expect(owner.page.getByRole("link", { name: receipt.name })).toBeVisible();
      await accessible(owner.page);
      await owner.go(`/o/{org}/runs/${run.id}?node=measure`);
      const measured = (await owner.ask("GET", `/runs/${run.id}/steps/measure`)) as { output: unknown };
      expect(measured.output).toBe(receipt.buffer.length);
    });
  });
}
