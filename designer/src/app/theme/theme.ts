import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const fonts = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** The kit's dark greys, from text to ground, are the tokens. */
const dark: MantineColorsTuple = [
  "var(--c-text)",
  "var(--c-text)",
  "var(--c-text-dim)",
  "var(--c-line-strong)",
  "var(--c-line)",
  "var(--c-line)",
  "var(--c-canvas)",
  "var(--c-surface)",
  "var(--c-canvas)",
  "var(--c-canvas)",
];

const heading = { fontSize: "16px", lineHeight: "24px", fontWeight: 600 };

/** A page has one header; that of a dialog is none. */
const noLandmark = { role: "presentation" };

/** It is the list of choices itself that scrolls, so that a screen reader and axe take it for one thing. */
const choices = {
  defaultProps: { withScrollArea: false },
  styles: {
    options: { maxHeight: 240, overflowY: "auto" as const, paddingInlineEnd: "var(--combobox-padding)" },
  },
};

/** No text is smaller than this. */
const smallest = "12px";

export const theme = createTheme({
  primaryColor: "indigo",
  // The kit chooses the text on a filled button by its light shade alone: only the 8th is dark enough for
  // white in both schemes.
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  respectReducedMotion: true,
  // Where white and black are read equally well, 4.5 to 1.
  luminanceThreshold: 0.183,
  colors: { dark },
  fontFamily: fonts,
  fontFamilyMonospace: "var(--font-code)",
  defaultRadius: 6,
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  headings: {
    fontFamily: fonts,
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "22px" },
    },
  },
  components: {
    // The kit sets titles in the light colour of their kind, too pale to be read.
    Alert: { styles: { label: { color: "var(--c-text)" } } },
    Badge: { defaultProps: { tt: "none", fw: 500 }, vars: () => ({ root: { "--badge-fz": smallest } }) },
    InputDescription: { vars: () => ({ description: { "--input-description-size": smallest } }) },
    InputError: { vars: () => ({ error: { "--input-error-size": smallest } }) },
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    // A menu holds its items and nothing else; the first one has the focus when it opens.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Autocomplete: choices,
    MultiSelect: choices,
    Select: choices,
    TagsInput: choices,
    // What opens over the page stands in a region of its own (app/providers/layers.tsx).
    Portal: { defaultProps: { target: "#layers" } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        attributes: { header: noLandmark },
      },
      styles: { title: heading },
    },
    Drawer: {
      defaultProps: { transitionProps: { duration: 120 }, attributes: { header: noLandmark } },
      styles: { title: heading },
    },
  },
});

const colours = {
  "--mantine-color-body": "var(--c-surface)",
  "--mantine-color-text": "var(--c-text)",
  "--mantine-color-dimmed": "var(--c-text-dim)",
  "--mantine-color-placeholder": "var(--c-text-dim)",
  "--mantine-color-anchor": "var(--c-accent)",
  "--mantine-color-error": "var(--c-danger)",
  // The acts in menus that are to be feared.
  "--mantine-color-red-6": "var(--c-danger)",
  "--mantine-color-default": "var(--c-surface)",
  "--mantine-color-default-hover": "var(--c-canvas)",
  "--mantine-color-default-color": "var(--c-text)",
  "--mantine-color-default-border": "var(--c-line)",
};

/** The kit's own colours are the tokens: its greys are too weak to be read in the dark. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: colours, dark: colours });
