import "uplot/dist/uPlot.min.css";
import { ActionIcon, Group, Paper, Text, Title, Tooltip } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconChartLine, IconTable } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import uPlot from "uplot";
import { bytes, clockTime, duration, number, timeOfDay } from "@/shared/lib/format";
import type { ChartData, Unit } from "../model/charts";
import classes from "./system.module.css";

const strokes = ["--c-chart-1", "--c-chart-2", "--c-chart-3"];
const height = 180;

function shown(unit: Unit, value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (unit === "seconds") return duration(value * 1000);
  if (unit === "bytes") return bytes(value);
  if (unit === "share") return `${number(value * 100)} %`;
  return number(value, 1);
}

/** From when to when lines are shown, in seconds. */
export type Span = [from: number, to: number];

type Props = { chart: ChartData; span: Span };

/** Lines over time, or the same as a table. */
export function Chart({ chart, span }: Props) {
  const { t } = useTranslation("system");
  const [asTable, setAsTable] = useState(false);
  const title = t(`chart.${chart.id}`);
  const Other = asTable ? IconChartLine : IconTable;
  const other = t(asTable ? "asChart" : "asTable");
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Title order={3}>{title}</Title>
        <Tooltip label={other}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${other}: ${title}`}
            onClick={() => setAsTable(!asTable)}
          >
            <Other size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      {asTable ? (
        <AsTable chart={chart} title={title} />
      ) : (
        <AsLines chart={chart} span={span} title={title} />
      )}
      <Group gap="md" mt="xs">
        {chart.lines.map((line, i) => (
          <Text key={line.id} size="xs" className={classes.legend}>
            <svg width={16} height={8} aria-hidden="true">
              <line
                x1={0}
                x2={16}
                y1={4}
                y2={4}
                stroke={`var(${strokes[i]})`}
                strokeWidth={2}
                strokeDasharray={dashes[i]?.join(" ")}
              />
            </svg>
            {`${t(`line.${line.id}` as never)} ${shown(chart.unit, line.values.at(-1))}`}
          </Text>
        ))}
      </Group>
    </Paper>
  );
}

/** Lines are told apart without their colours, too. */
const dashes: number[][] = [[], [6, 3], [2, 2]];

/** A moment without a neighbour has no line: it is a point. */
const alone: uPlot.Series.Points.Filter = (u, line) => {
  const values = Array.from(u.data[line] ?? []);
  const there = (i: number) => values[i] !== null && values[i] !== undefined;
  return values.flatMap((_, i) => (there(i) && !there(i - 1) && !there(i + 1) ? [i] : []));
};

function AsLines({ chart, span, title }: Props & { title: string }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const { ref, width } = useElementSize();
  const shownSpan = useRef(span);
  const data = [chart.at, ...chart.lines.map((l) => l.values)] as uPlot.AlignedData;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new data goes into the picture that is there
  useEffect(() => {
    if (!host.current || width === 0) return;
    const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);
    const axis = {
      stroke: () => colour("--c-text-dim"),
      grid: { stroke: () => colour("--c-line"), width: 1 },
      ticks: { show: false },
      font: "12px system-ui",
    };
    plot.current = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { y: false, points: { size: 6 } },
        scales: {
          x: { range: () => shownSpan.current },
          y: { range: (_u, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
        },
        axes: [
          {
            ...axis,
            space: 96,
            values: (_u, at) => at.map((s) => timeOfDay(new Date(s * 1000))),
          },
          { ...axis, size: 64, values: (_u, all) => all.map((v) => shown(chart.unit, v)) },
        ],
        series: [
          {},
          ...chart.lines.map((_, i) => ({
            stroke: () => colour(strokes[i] ?? ""),
            width: 2,
            points: { show: true, size: 5, filter: alone },
            ...(dashes[i]?.length ? { dash: dashes[i] } : {}),
          })),
        ],
      },
      data,
      host.current,
    );
    return () => plot.current?.destroy();
  }, [width, chart.id]);
  useEffect(() => {
    shownSpan.current = span;
    plot.current?.setData(data);
  }, [data, span]);
  return (
    <div ref={ref} role="img" aria-label={title}>
      <div ref={host} style={{ height }} />
    </div>
  );
}

function AsTable({ chart, title }: { chart: ChartData; title: string }) {
  const { t } = useTranslation("system");
  const label = `${t("asTable")}: ${title}`;
  const rows = chart.at.map((at, i) => ({ at, values: chart.lines.map((l) => l.values[i]) })).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.scroll} style={{ height }} tabIndex={0} aria-label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t("time")}</th>
            {chart.lines.map((l) => (
              <th key={l.id}>{t(`line.${l.id}` as never)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.at}>
              <td>{clockTime(new Date(row.at * 1000))}</td>
              {chart.lines.map((l, i) => (
                <td key={l.id}>{shown(chart.unit, row.values[i])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
