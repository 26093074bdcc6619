import { expect, type Locator, type Page } from "@playwright/test";
import { findings } from "./designer.ts";
import type { Texts } from "./texts.ts";

type Spot = { x: number; y: number };
type Port = "in" | "out" | "failure";

/** The canvas of a chain, as somebody uses it. */
export class Canvas {
  readonly surface: Locator;
  readonly outline: Locator;
  /** The list in which the kind of a new node, or a node, is found by typing. */
  readonly finder: Locator;

  constructor(
    readonly page: Page,
    readonly t: Texts,
  ) {
    this.surface = page.locator("[data-canvas] .react-flow");
    this.outline = page.getByRole("tree", { name: t("canvas:pane.outline") });
    this.finder = page.getByRole("dialog").getByRole("combobox");
  }

  /** The card of a node. */
  card(name: string): Locator {
    return this.surface.getByRole("group", { name: new RegExp(`^${literal(name)}, `) });
  }

  async port(name: string, port: Port): Promise<Spot> {
    return await middle(this.card(name).locator(`[data-handleid=${port}]`));
  }

  /** A place on the canvas, from its upper left corner. */
  async at(x: number, y: number): Promise<Spot> {
    const box = await this.surface.boundingBox();
    return { x: (box?.x ?? 0) + x, y: (box?.y ?? 0) + y };
  }

  async drag(from: Spot, to: Spot): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Drags a card sideways and lets it go before the browser has drawn anything of it. */
  async flick(name: string, by: number): Promise<void> {
    const { x, y } = await middle(this.card(name));
    await this.card(name).evaluate(
      (card, { x, y, by }) => {
        const moves: [string, number][] = [
          ["mousedown", x],
          ["mousemove", x + Math.sign(by) * 2],
          ["mousemove", x + by],
          ["mouseup", x + by],
        ];
        for (const [type, clientX] of moves)
          card.dispatchEvent(
            new MouseEvent(type, { bubbles: true, cancelable: true, view: window, clientX, clientY: y }),
          );
      },
      { x, y, by },
    );
  }

  /** Draws an edge between two nodes with the mouse. */
  async connect(from: string, to: string): Promise<void> {
    await this.drag(await this.port(from, "out"), await this.port(to, "in"));
    await expect(this.edge(from, to)).toBeAttached();
  }

  edge(from: string, to: string): Locator {
    return this.surface.getByLabel(new RegExp(`^${literal(this.t("flow:edge.aloud", { from, to }))}`));
  }

  /** Chooses a kind in the open palette with the mouse and types the name of the new node. */
  async choose(kind: string, name: string): Promise<void> {
    await this.finder.fill(kind);
    await this.page.getByRole("option", { name: kind }).first().click();
    await this.name(name);
  }

  /** Types the name of a node that was just added. */
  async name(name: string): Promise<void> {
    const field = this.surface.getByRole("textbox", { name: this.t("flow:name") });
    await expect(field).toBeFocused();
    await this.page.keyboard.type(name);
    await this.page.keyboard.press("Enter");
    await expect(this.card(name)).toBeVisible();
  }

  /** The drawer of a node or an edge. */
  drawer(name: string): Locator {
    return this.page.getByRole("complementary", { name: this.t("canvas:drawer.of", { name }) });
  }

  /** All of the draft has reached the server. */
  async saved(): Promise<void> {
    await expect(this.page.getByText(pattern(this.t, "canvas:draft.saved", "at"))).toBeVisible();
  }

  /** The server finds nothing wrong with the draft. */
  async sound(): Promise<void> {
    await this.saved();
    await expect(this.page.getByRole("button", { name: this.t("canvas:problems.title") })).toHaveCount(0);
  }
}

/** axe finds nothing, once what is still arriving is there. */
export async function accessible(page: Page): Promise<void> {
  await expect(page.locator("h1")).toBeAttached();
  await expect.poll(() => findings(page)).toEqual([]);
}

/** A text of the designer, whatever stands in the places of its values. */
export function pattern(t: Texts, key: string, ...values: string[]): RegExp {
  const text = t(key, Object.fromEntries(values.map((v) => [v, "\u0000"])));
  return new RegExp(`^${literal(text).replaceAll("\u0000", ".+")}$`);
}

/** A pattern that fits just this text. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

export async function middle(of: Locator): Promise<Spot> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`${of} is not there`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Goes on with Tab until something has the focus, as whoever has no mouse does. */
export async function reach(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  const has = () => wanted.evaluate((e) => e === document.activeElement);
  for (let i = 0; i < 100 && !(await has()); i++) await page.keyboard.press("Tab");
  await expect(wanted).toBeFocused();
}
