import { accessible, Canvas } from "./canvas.ts";
import { Person } from "./designer.ts";
import { expect, journeys, look, password, test } from "./people.ts";
import { type Texts, texts } from "./texts.ts";

const greet = {
  nodes: [
    { id: "ask", name: "Ask", kind: "script", script: { body: "return input" } },
    { id: "greet", name: "Greet", kind: "script", script: { body: "return 'Hello'" } },
  ],
  edges: [{ from: "ask", to: "greet" }],
};

/** The name that the server has for a node. */
async function named(person: Person, node: string): Promise<string | undefined> {
  const draft = (await person.ask("GET", "/chains/hello/draft", undefined, {
    Accept: "application/json",
  })) as {
    nodes: { id: string; name: string }[];
  };
  return draft.nodes.find((n) => n.id === node)?.name;
}

async function edit(person: Person, t: Texts): Promise<Canvas> {
  await person.go("/o/{org}/chains/hello");
  await person.page.getByRole("button", { name: t("canvas:draft.edit"), exact: true }).click();
  await expect(person.page.getByRole("button", { name: t("canvas:draft.youEdit") })).toBeVisible();
  return new Canvas(person.page, t);
}

for (const [language, scheme] of journeys) {
  test(`an edit outlives the end of the session: ${language}, ${scheme}`, async ({ person, colleague }) => {
    const t = texts(language);
    await person.chain("hello", "Say hello", greet, false);
    const bea = await colleague({ name: "Bea", role: "designer", by: person, language, scheme });
    const { page } = bea;
    const canvas = await edit(bea, t);

    await canvas.card("Greet").dblclick();
    const name = canvas.drawer("Greet").getByLabel(t("canvas:drawer.name"), { exact: true });
    // What is typed is sent when the session is over, and not after: the dialog that asks for the sign-in takes the focus.
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    await page.route("**/draft", async (route) => {
      await over;
      await route.continue();
    });
    await name.fill("Greet kindly");
    await person.ask("DELETE", `/members/${bea.id}/sessions`);
    end();
    const dialog = page.getByRole("dialog", { name: t("app:sessionOver") });
    await expect(dialog).toBeVisible();
    await accessible(page);
    await dialog.getByLabel(t("auth:password"), { exact: true }).fill(password);
    await dialog.getByRole("button", { name: t("auth:signIn") }).click();
    await expect(dialog).toBeHidden();

    await expect(canvas.card("Greet kindly")).toBeVisible();
    await canvas.saved();
    expect(await named(bea, "greet")).toBe("Greet kindly");
    // It is the same page: what was open is open, and goes on.
    await canvas
      .drawer("Greet kindly")
      .getByLabel(t("canvas:drawer.name"), { exact: true })
      .fill("Greet twice");
    await expect.poll(() => named(bea, "greet")).toBe("Greet twice");
    await accessible(page);
  });

  test(`edits made without a network are sent when it is back: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const t = texts(language);
    const { page } = person;
    await person.chain("hello", "Say hello", greet, false);
    await look(page, language, scheme);
    const canvas = await edit(person, t);

    await page.context().setOffline(true);
    await expect(page.getByText(t("app:live.offline"))).toBeVisible();
    await canvas.card("Greet").dblclick();
    await canvas.drawer("Greet").getByLabel(t("canvas:drawer.name"), { exact: true }).fill("Greet kindly");
    await page.keyboard.press("Escape");
    await canvas.card("Ask").dblclick();
    await canvas.drawer("Ask").getByLabel(t("canvas:drawer.name"), { exact: true }).fill("Ask twice");
    await expect(page.getByText(t("canvas:draft.unsent", { count: 2 })).first()).toBeVisible();
    await accessible(page);

    await page.context().setOffline(false);
    await canvas.saved();
    expect(await named(person, "greet")).toBe("Greet kindly");
    expect(await named(person, "ask")).toBe("Ask twice");
    await expect(page.getByText(t("app:live.offline"))).toBeHidden();
    await accessible(page);
  });

  test(`edits of a window that closed without a network are offered again: ${language}, ${scheme}`, async ({
    person,
  }) => {
    const t = texts(language);
    await person.chain("hello", "Say hello", greet, false);
    await look(person.page, language, scheme);
    const canvas = await edit(person, t);

    const context = person.page.context();
    await context.setOffline(true);
    await canvas.card("Greet").dblclick();
    await canvas.drawer("Greet").getByLabel(t("canvas:drawer.name"), { exact: true }).fill("Greet kindly");
    await journaled(person, "Greet kindly");
    // A window that closes leaves the browser's own “offline” before it is gone, and sends what it kept.
    await person.server.end();
    await person.page.close();
    await person.server.again();
    await context.setOffline(false);
    const next = await context.newPage();

    const later = new Person(next, person.server, person.org);
    const { page } = later;
    await look(page, language, scheme);
    await later.go("/o/{org}/chains/hello");
    await expect(page.getByRole("button", { name: t("canvas:draft.takeUp") })).toBeVisible();
    await accessible(page);
    await page.getByRole("button", { name: t("canvas:draft.takeUp") }).click();
    await expect(new Canvas(page, t).card("Greet kindly")).toBeVisible();
    await new Canvas(page, t).saved();
    expect(await named(later, "greet")).toBe("Greet kindly");
    await expect(page.getByRole("button", { name: t("canvas:draft.takeUp") })).toHaveCount(0);
    await accessible(page);
  });
}

/** Waits until the browser itself keeps an unsent draft with a text in it. */
async function journaled({ page }: Person, text: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(
        (wanted) =>
          new Promise<boolean>((resolve, reject) => {
            const opening = indexedDB.open("catenary");
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
              const asked = opening.result.transaction("drafts").objectStore("drafts").getAll();
              asked.onsuccess = () => {
                opening.result.close();
                resolve(JSON.stringify(asked.result).includes(wanted));
              };
            };
          }),
        text,
      ),
    )
    .toBe(true);
}
