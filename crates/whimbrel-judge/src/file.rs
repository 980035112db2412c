//! The plain forms of the judge's file: numbers, texts, lists; little-endian, lengths first.

pub(crate) fn write_number(out: &mut Vec<u8>, n: usize) {
    out.extend((n as u32).to_le_bytes());
}

pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    write_number(out, text.len());
    out.extend(text.as_bytes());
}

pub(crate) fn write_floats(out: &mut Vec<u8>, values: &[f32]) {
    write_number(out, values.len());
    values.iter().for_each(|value| out.extend(value.to_le_bytes()));
}

pub(crate) fn write_small(out: &mut Vec<u8>, values: &[i8]) {
    write_number(out, values.len());
    out.extend(values.iter().map(|value| *value as u8));
}

/// Takes a file apart; every method returns `None` where the input is too short or wrong.
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(crate) const fn new(rest: &'b [u8]) -> Self {
        Self { rest }
    }

    fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        self.take(4)?.try_into().ok().map(|bytes| u32::from_le_bytes(bytes) as usize)
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        let n = self.number()?;
        std::str::from_utf8(self.take(n)?).ok().map(ToOwned::to_owned)
    }

    pub(crate) fn floats(&mut self) -> Option<Vec<f32>> {
        let n = self.number()?;
        let bytes = self.take(n.checked_mul(4)?)?;
        let values: Vec<f32> =
            bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        values.iter().all(|value| value.is_finite()).then_some(values)
    }

    pub(crate) fn small(&mut self) -> Option<Vec<i8>> {
        let n = self.number()?;
        Some(self.take(n)?.iter().map(|byte| *byte as i8).collect())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}
