//! The model file's plain forms: numbers, texts, tables; little-endian, lengths before contents.
//!
//! Reading never trusts a length: nothing is taken that the input does not hold.

/// Collects the bytes of a file.
#[derive(Default)]
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn number(&mut self, n: usize) {
        self.bytes.extend((n as u32).to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend(text.as_bytes());
    }

    pub(crate) fn texts<S: AsRef<str>>(&mut self, texts: &[S]) {
        self.number(texts.len());
        texts.iter().for_each(|text| self.text(text.as_ref()));
    }

    pub(crate) fn floats(&mut self, values: &[f32]) {
        self.number(values.len());
        values.iter().for_each(|value| self.bytes.extend(value.to_le_bytes()));
    }

    pub(crate) fn small(&mut self, values: &[i8]) {
        self.number(values.len());
        self.bytes.extend(values.iter().map(|value| *value as u8));
    }
}

/// Takes a file apart; every method returns `None` where the input is too short or wrong.
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes) as usize)
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        let n = self.number()?;
        std::str::from_utf8(self.take(n)?).ok().map(ToOwned::to_owned)
    }

    pub(crate) fn texts(&mut self) -> Option<Vec<String>> {
        let n = self.number()?;
        (0..n).map(|_| self.text()).collect()
    }

    pub(crate) fn floats(&mut self) -> Option<Vec<f32>> {
        let n = self.number()?;
        let bytes = self.take(n.checked_mul(4)?)?;
        let float = |four: &[u8]| four.try_into().map(f32::from_le_bytes).unwrap_or(0.0);
        let values: Vec<f32> = bytes.chunks_exact(4).map(float).collect();
        values.iter().all(|v| v.is_finite()).then_some(values)
    }

    pub(crate) fn small(&mut self) -> Option<Vec<i8>> {
        let n = self.number()?;
        Some(self.take(n)?.iter().map(|byte| *byte as i8).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}
