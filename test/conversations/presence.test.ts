import { beforeEach, describe, expect, test } from '@jest/globals';
import { Presence, type Sighting } from '../../src/conversations/presence.js';
import type { Member } from '../../src/people/member.js';
import { Clock } from '../../src/programs/clock.js';

class Watch extends Clock {
  at = new Date('2026-11-27T12:00:00Z');

  override now() {
    return this.at;
  }

  passes(seconds: number) {
    this.at = new Date(this.at.getTime() + seconds * 1000);
  }
}

const jordan: Sighting = { conversationId: 7, programId: 1, userId: 1, name: 'Jordan', isTyping: false, isGone: false };
const dana = { userId: 2 } as Member;

describe('Jordan has a conversation open', () => {
  let watch: Watch;
  let presence: Presence;
  let told: string[];
  beforeEach(() => {
    watch = new Watch();
    presence = new Presence(watch);
    told = [];
    presence.changed.subscribe(({ isGone, isTyping }) => told.push(isGone ? 'gone' : isTyping ? 'typing' : 'here'));
    presence.note(jordan);
  });

  test('Dana is told, and sees it; Jordan does not see himself', () => {
    expect(told).toEqual(['here']);
    expect(presence.watching(7, dana)).toEqual([{ name: 'Jordan', isTyping: false }]);
    expect(presence.watching(7, { userId: 1 } as Member)).toEqual([]);
    expect(presence.watching(8, dana)).toEqual([]);
  });

  test('what was said before is not told again', () => {
    presence.note(jordan);
    presence.note({ ...jordan, isTyping: true });
    presence.note({ ...jordan, isTyping: true });
    expect(told).toEqual(['here', 'typing']);
  });

  test('whoever is heard of every twenty seconds is still there', () => {
    for (let times = 0; times < 6; times++) {
      watch.passes(20);
      presence.note(jordan);
      presence.forget();
    }
    expect(told).toEqual(['here']);
    expect(presence.watching(7, dana)).toHaveLength(1);
  });

  test('the lid of his computer is closed while he types: after a while he is gone, and that is told, once', () => {
    presence.note({ ...jordan, isTyping: true });
    watch.passes(46);
    expect(presence.watching(7, dana)).toEqual([]);
    presence.forget();
    presence.forget();
    expect(told).toEqual(['here', 'typing', 'gone']);
  });

  test('he closes the page, and comes back', () => {
    presence.note({ ...jordan, isGone: true });
    expect(presence.watching(7, dana)).toEqual([]);
    presence.note({ ...jordan, isGone: true });
    presence.note(jordan);
    expect(told).toEqual(['here', 'gone', 'here']);
  });
});
