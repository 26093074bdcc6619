import { accessible, Canvas } from "./canvas.ts";
import { expect, type Language, look, Person, type Scheme, taskParts, test } from "./designer.ts";
import { texts } from "./texts.ts";

test.use({ viewport: { width: 1440, height: 900 } });

const shown: [Language, Scheme][] = [
  ["en", "dark"],
  ["zh-CN", "light"],
];
for (const [language, scheme] of shown) {
  test(`a group of nodes is pasted into another org; what is not there is marked: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const { page, server } = person;
    const { keyboard } = page;
    const t = texts(language);
    const canvas = new Canvas(page, t);
    await taskParts(person, "echo done\n");
    await person.ask("POST", "/secrets", { key: "store-token", value: "not so secret" });
    const pack = {
      id: "pack",
      name: "Pack 打包",
      kind: "work",
      task: { script: "pack", environment: "shell", env: { TOKEN: { secret: "store-token" } } },
    };
    const ship = {
      id: "ship",
      name: "Ship 发货",
      kind: "script",
      script: { body: "return nodes.pack.output;" },
    };
    const edge = { from: "pack", to: "ship", label: "packed" };
    await person.chain(
      "from",
      "From 来源",
      {
        nodes: [pack, ship, { id: "bill", name: "Bill 开票", kind: "branch" }],
        edges: [edge, { from: "ship", to: "bill" }],
      },
      false,
    );
    const made = await page.request.post(`${server.url}/api/v1/orgs`, {
      data: { parent_id: person.org, key: "shop", name: "Shop" },
      headers: { "Idempotency-Key": crypto.randomUUID(), Origin: server.url },
    });
    const other = new Person(page, server, (await made.json()).id);
    await other.chain("to", "To 去处", { nodes: [{ ...ship, name: "Other 别的" }], edges: [] }, false);
    await look(page, language, scheme);

    await test.step("a group is copied", async () => {
      await person.go("/o/{org}/chains/from?edit=1");
      await expect(page.getByRole("button", { name: t("canvas:draft.youEdit") })).toBeVisible();
      await canvas.card("Pack 打包").click();
      await canvas.card("Ship 发货").click({ modifiers: ["Shift"] });
      await keyboard.press("Control+g");
      await canvas.surface.getByRole("textbox", { name: t("flow:name") }).fill("Store 仓库");
      await keyboard.press("Enter");
      await canvas.saved();
      await accessible(page);
      await keyboard.press("Control+c");
    });

    await test.step("and pasted into a chain of another org", async () => {
      await other.go("/o/{org}/chains/to?edit=1");
      await expect(page.getByRole("button", { name: t("canvas:draft.youEdit") })).toBeVisible();
      await canvas.card("Other 别的").click();
      await keyboard.press("Control+v");
      await expect(canvas.card("Pack 打包")).toBeVisible();
      await expect(canvas.card("Ship 发货")).toBeVisible();
      await expect(canvas.card("Other 别的")).toBeVisible();
      await expect(canvas.edge("Pack 打包", "Ship 发货")).toBeAttached();
      await expect(canvas.surface.getByText("Store 仓库")).toBeVisible();
      await canvas.saved();
    });

    await test.step("what the other org has not is marked at its field", async () => {
      await page.getByRole("button", { name: t("canvas:problems.title") }).click();
      await expect(page.getByRole("region", { name: "Pack 打包" }).getByRole("button")).toHaveCount(3);
      await accessible(page);
      await page.getByRole("region", { name: "Pack 打包" }).getByRole("button").first().click();
      const drawer = canvas.drawer("Pack 打包");
      await expect(drawer.getByRole("combobox", { name: language === "en" ? "Script" : "脚本" })).toHaveValue(
        /pack/,
      );
      await expect(
        drawer.getByRole("combobox", { name: language === "en" ? "Environment" : "运行环境" }),
      ).toHaveValue(/shell/);
      await accessible(page);
    });

    await test.step("and nothing is lost", async () => {
      const document = (await other.ask("GET", "/chains/to/draft")) as {
        nodes: { id: string }[];
        edges: object[];
        layout: { groups: object[] };
      };
      const [, first, second] = document.nodes;
      // The other chain has a node "ship" of its own: what is pasted got another id, in its edges too.
      expect(first).toEqual(pack);
      expect(second).toEqual({ ...ship, id: "ship-2" });
      expect(document.edges).toEqual([{ ...edge, to: "ship-2" }]);
      expect(document.layout.groups).toHaveLength(1);
    });
  });
}
