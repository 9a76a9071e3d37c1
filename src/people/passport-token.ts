export const PASSPORT = 'passport';
