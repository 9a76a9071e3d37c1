/** Nobody is signed in: `next` is where they wanted to go. */
export class SignInFirst extends Error {
  constructor(readonly next: string) {
    super('Sign in first');
  }
}
