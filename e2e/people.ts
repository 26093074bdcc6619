import { type Browser, errors, type Page } from "@playwright/test";
import { test as base, expect, type Language, look, Person, type Scheme } from "./designer.ts";
import type { Server } from "./server.ts";
import type { Texts } from "./texts.ts";

export const password = "a long enough password";

/** How each journey is seen: both languages, both themes. */
export const journeys: [Language, Scheme][] = [
  ["en", "light"],
  ["zh-CN", "dark"],
];

/** What somebody else is given: a role at the org of `by`, unless another is named. */
type Asked = {
  name: string;
  role?: string;
  by: Person;
  language: Language;
  scheme: Scheme;
  /** The size of their screen. */
  viewport?: { width: number; height: number };
};

/** The screen of a small phone. */
export const phone = { width: 360, height: 740 };

/** That nothing is wider than the screen. */
export async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, "the page is wider than the screen by so many pixels").toBeLessThanOrEqual(0);
}

/** Sends what was just decided. A machine so slow that it went by itself meanwhile is no failure. */
export async function sendNow(page: Page, t: Texts): Promise<void> {
  await pressed(page, t("todos:sendNow"));
}

/** Takes back what was just decided; false says that the machine is so slow that it went by itself meanwhile. */
export async function tookBack(page: Page, t: Texts): Promise<boolean> {
  return await pressed(page, t("todos:takeBack"));
}

/** Presses what stands there only for the moment after a decision; false says that the moment was over. */
async function pressed(page: Page, name: string): Promise<boolean> {
  const act = page.getByRole("button", { name });
  const done = await act.click({ timeout: 6_000 }).then(
    () => true,
    (error) => {
      if (!(error instanceof errors.TimeoutError)) throw error;
      return false;
    },
  );
  await expect(act).toBeHidden();
  return done;
}

/** Somebody else, in a browser of their own. */
export class Colleague extends Person {
  constructor(
    page: Page,
    server: Server,
    org: string,
    readonly id: string,
    readonly name: string,
    readonly email: string,
  ) {
    super(page, server, org);
  }

  async signIn(): Promise<void> {
    const signed = await this.request.post(`${this.server.url}/api/v1/session`, {
      data: { email: this.email, password },
      headers: { Origin: this.server.url },
    });
    expect(signed.status()).toBe(201);
  }
}

type Fixtures = { colleague: (asked: Asked) => Promise<Colleague> };

/** A test with an owner, and with others who are asked in. */
export const test = base.extend<Fixtures>({
  colleague: async ({ browser, server }, use) => {
    const broken: string[] = [];
    const pages: Page[] = [];
    await use(async (asked) => {
      const page = await newPage(browser, asked);
      pages.push(page);
      page.on("pageerror", (error) => broken.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
          broken.push(message.text());
      });
      const email = `${asked.name.toLowerCase()}@example.org`;
      const { member, url } = (await asked.by.ask("POST", "/members", { email, name: asked.name })) as {
        member: { id: string };
        url: string;
      };
      const joined = await page.request.post(`${server.url}/api/v1/invitations/accept`, {
        data: { link: new URL(url).hash.slice(1), password },
        headers: { Origin: server.url },
      });
      expect(joined.ok(), await joined.text()).toBe(true);
      if (asked.role) await asked.by.ask("POST", "/grants", { subject_id: member.id, role_id: asked.role });
      const made = new Colleague(page, server, asked.by.org, member.id, asked.name, email);
      await made.signIn();
      return made;
    });
    for (const page of pages) await page.context().close();
    expect(broken).toEqual([]);
  },
});

/** Asks in who approves, with the screen of a phone; `more` are the other roles they have. */
export async function approverOnPhone(
  colleague: Fixtures["colleague"],
  asked: Pick<Asked, "by" | "language" | "scheme">,
  ...more: string[]
): Promise<Colleague> {
  const approver = await colleague({ ...asked, name: "Approver", role: "approver", viewport: phone });
  for (const role of more) await asked.by.ask("POST", "/grants", { subject_id: approver.id, role_id: role });
  return approver;
}

async function newPage(browser: Browser, { language, scheme, viewport }: Asked): Promise<Page> {
  const page = await (await browser.newContext(viewport ? { viewport } : {})).newPage();
  await look(page, language, scheme);
  return page;
}

export { expect, look } from "./designer.ts";
