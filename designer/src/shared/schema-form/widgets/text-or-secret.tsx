import { ActionIcon, Tooltip } from "@mantine/core";
import { IconKey, IconKeyOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useForm, type WidgetProps } from "../context";
import classes from "../form.module.css";
import { isFields } from "../pointer";
import { TemplateWidget } from "./template";
import { TextWidget } from "./text";

/** A text, or a secret by its name. */
export function TextOrSecretWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { known, widgets } = useForm();
  const secret = isFields(p.value) && "secret" in p.value;
  const Secret = widgets.secret ?? TextWidget;
  const Text = known ? TemplateWidget : TextWidget;
  const says = t(secret ? "secret.toText" : "secret.toSecret");
  return (
    <div className={classes.row}>
      <div className={classes.grow}>
        {secret ? (
          <Secret
            {...p}
            value={(p.value as { secret: unknown }).secret}
            onChange={(key) => p.onChange({ secret: key ?? "" })}
          />
        ) : (
          <Text {...p} schema={{ type: "string" }} onChange={(text) => p.onChange(text ?? "")} />
        )}
      </div>
      {!p.readOnly && (
        <div className={classes.buttons}>
          <Tooltip label={says}>
            <ActionIcon
              size={24}
              variant={secret ? "light" : "subtle"}
              color={secret ? "indigo" : "gray"}
              aria-label={`${says}: ${p.label}`}
              aria-pressed={secret}
              onClick={() => p.onChange(secret ? "" : { secret: "" })}
            >
              {secret ? <IconKeyOff size={16} aria-hidden /> : <IconKey size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </div>
  );
}
