import type { Message } from "@/shared/api/types";

/** The line of messages that ends in `leaf` (the newest message, if null), oldest first. */
export function lineOf(messages: Message[], leaf: string | null): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const line: Message[] = [];
  let at = (leaf !== null ? byId.get(leaf) : undefined) ?? newest(messages);
  while (at) {
    line.unshift(at);
    at = at.parent === null ? undefined : byId.get(at.parent);
  }
  return line;
}

/** The versions of a message: what was said at the same place, oldest first, itself included. */
export function versionsOf(messages: Message[], message: Message): Message[] {
  return messages
    .filter((one) => one.parent === message.parent && one.role === message.role)
    .sort((a, b) => a.seq - b.seq);
}

/** Where the line through `message` ends: its newest descendant, or itself. */
export function leafBelow(messages: Message[], message: Message): string {
  const inside = new Set([message.id]);
  let leaf = message;
  for (const one of [...messages].sort((a, b) => a.seq - b.seq)) {
    if (one.parent === null || !inside.has(one.parent)) continue;
    inside.add(one.id);
    leaf = one;
  }
  return leaf.id;
}

export function newest(messages: Message[]): Message | undefined {
  return messages.reduce<Message | undefined>(
    (best, one) => (best && best.seq > one.seq ? best : one),
    undefined,
  );
}
