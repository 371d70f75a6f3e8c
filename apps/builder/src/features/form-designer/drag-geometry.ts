/**
 * Where a drag is, for dnd-kit: with a pointer the target under it, the smallest first; with the keyboard
 * the target whose corner the dragged thing was moved to. Arrow keys move from target to target.
 */

import { pointerWithin, type ClientRect, type CollisionDetection, type DroppableContainer, type KeyboardCoordinateGetter, type UniqueIdentifier } from '@dnd-kit/core';

type Rects = ReadonlyMap<UniqueIdentifier, ClientRect>;

const isSectionId = (id: UniqueIdentifier): boolean => String(id).startsWith('section:');

export const collisions: CollisionDetection = (args) => {
  const dragsSection = isSectionId(args.active.id);
  const containers = args.droppableContainers.filter((container) => container.id !== args.active.id && (!dragsSection || isSectionId(container.id)));
  if (args.pointerCoordinates) {
    const within = pointerWithin({ ...args, droppableContainers: containers });
    return within.sort((a, b) => area(args.droppableRects.get(a.id)) - area(args.droppableRects.get(b.id)));
  }
  const { left, top } = args.collisionRect;
  return containers
    .flatMap((container) => {
      const rect = args.droppableRects.get(container.id);
      return rect ? [{ id: container.id, data: { droppableContainer: container, value: Math.hypot(rect.left - left, rect.top - top) } }] : [];
    })
    .sort((a, b) => a.data.value - b.data.value);
};

const area = (rect: ClientRect | undefined): number => (rect ? rect.width * rect.height : Infinity);

/** Whether the middle of what is dragged is past the middle of what it is over: below it, or right of it in the same line. */
export function isPast(dragged: ClientRect, over: ClientRect): boolean {
  const down = dragged.top + dragged.height / 2 - (over.top + over.height / 2);
  if (Math.abs(down) > over.height / 2) return down > 0;
  return dragged.left + dragged.width / 2 > over.left + over.width / 2;
}

const STEPS: Readonly<Record<string, readonly [x: number, y: number]>> = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

export const towardsNextTarget: KeyboardCoordinateGetter = (event, { context }) => {
  const step = STEPS[event.code];
  if (!step || !context.active || !context.collisionRect) return undefined;
  event.preventDefault();
  const dragsSection = isSectionId(context.active.id);
  const targets = context.droppableContainers.getEnabled().filter((container) => container.id !== context.active!.id && isSectionId(container.id) === dragsSection);
  const next = nextTarget(targets, context.droppableRects, context.collisionRect, step);
  return next ? { x: next.left, y: next.top } : undefined;
};

function nextTarget(targets: readonly DroppableContainer[], rects: Rects, from: ClientRect, [stepX, stepY]: readonly [number, number]): ClientRect | undefined {
  const along = (rect: ClientRect): number => (rect.left - from.left) * stepX + (rect.top - from.top) * stepY;
  const aside = (rect: ClientRect): number => Math.abs((rect.left - from.left) * stepY + (rect.top - from.top) * stepX);
  return targets
    .flatMap((target) => rects.get(target.id) ?? [])
    .filter((rect) => along(rect) > 2)
    .sort((a, b) => along(a) + 2 * aside(a) - (along(b) + 2 * aside(b)))[0];
}
