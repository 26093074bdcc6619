import { useTranslation } from "react-i18next";
import classes from "./triggers.module.css";

/** Times of a schedule, as the clocks of its own time zone show them. */
export function TimeList({ times, zone }: { times: string[]; zone: string }) {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  });
  return (
    <ol className={classes.times}>
      {times.map((at) => (
        <li key={at}>
          <time dateTime={at}>{format.format(new Date(at))}</time>
        </li>
      ))}
    </ol>
  );
}
