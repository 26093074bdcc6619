import { Link } from "@tanstack/react-router";
import { itemOf, type Todo } from "@/shared/todos/api";
import { SourceIcon, TodoFacts } from "@/shared/todos/todo-row";
import classes from "./home.module.css";

/** What a to-do is about, leading to it in the inbox. */
export function TodoName({ todo }: { todo: Todo }) {
  return (
    <>
      <SourceIcon source={todo.source} />
      <span className={classes.name}>
        <Link to="/inbox/$item" params={{ item: itemOf(todo) } as never}>
          {todo.title}
        </Link>
        <TodoFacts todo={todo} />
      </span>
    </>
  );
}
