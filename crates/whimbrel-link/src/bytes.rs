//! Numbers, lists and short texts as bytes, the lowest byte first; reading never fails.

/// Writes one value after the other.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn byte(&mut self, value: u8) {
        self.0.push(value);
    }

    pub(crate) fn int(&mut self, value: i32) {
        self.0.extend(value.to_le_bytes());
    }

    pub(crate) fn hash(&mut self, value: u64) {
        self.0.extend(value.to_le_bytes());
    }

    /// Writes at most 255 words.
    pub(crate) fn words(&mut self, words: &[u32]) {
        let words = &words[..words.len().min(255)];
        self.byte(words.len() as u8);
        self.0.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }

    /// Writes a text of at most 255 bytes, cut at a letter.
    pub(crate) fn text(&mut self, text: &str) {
        let end = (0..=text.len().min(255)).rev().find(|&at| text.is_char_boundary(at));
        let text = &text[..end.unwrap_or(0)];
        self.byte(text.len() as u8);
        self.0.extend(text.bytes());
    }
}

/// Reads what a [`Writer`] wrote; zeros and empty lists behind the end.
pub(crate) struct Reader<'b>(pub(crate) &'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((head, tail)) = self.0.split_first_chunk() else { return [0; N] };
        self.0 = tail;
        *head
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.take::<1>()[0]
    }

    pub(crate) fn int(&mut self) -> i32 {
        i32::from_le_bytes(self.take())
    }

    pub(crate) fn hash(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    pub(crate) fn words(&mut self) -> Vec<u32> {
        (0..self.byte()).map(|_| u32::from_le_bytes(self.take())).collect()
    }

    pub(crate) fn text(&mut self) -> String {
        let length = usize::from(self.byte()).min(self.0.len());
        let (head, tail) = self.0.split_at(length);
        self.0 = tail;
        String::from_utf8_lossy(head).into_owned()
    }
}
