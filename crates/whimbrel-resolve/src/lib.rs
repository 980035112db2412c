//! Who, when and where: from phrases to actors, dates and places.
//!
//! The crate knows nothing of events and does no input or output; the day of publication is an
//! argument. Entry points: [`Registry::resolve`] for a phrase, [`Registry::extend`] for users' own
//! lists, [`Mentions::read`] for a report, [`when::times`], [`place::places_of_report`],
//! [`size::sizes`].

#![forbid(unsafe_code)]

pub mod chains;
mod coreference;
pub mod entity;
pub mod lists;
pub mod mentions;
mod names;
mod phrase;
pub mod place;
pub mod registry;
pub mod size;
mod tables;
pub mod when;

pub use chains::Chains;
pub use entity::Entity;
pub use lists::Added;
pub use mentions::Mentions;
pub use names::names_of_report;
pub use phrase::Query;
pub use registry::Registry;
pub use tables::Problem;
