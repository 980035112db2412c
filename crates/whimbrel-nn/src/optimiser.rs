//! Adam with decoupled weight decay (Loshchilov and Hutter 2019), the gradient's norm clipped.

/// The optimiser's constants.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Share of the old first moment kept at each step.
    pub beta1: f32,
    /// Share of the old second moment kept at each step.
    pub beta2: f32,
    /// Share of a weight that is taken off at each step, times the rate.
    pub decay: f32,
    /// Largest norm of a gradient.
    pub clip: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { beta1: 0.9, beta2: 0.95, decay: 0.01, clip: 2.0 }
    }
}

/// The moments of all parameters.
#[derive(Clone, Debug)]
pub struct Adam {
    settings: Settings,
    first: Vec<f32>,
    second: Vec<f32>,
    step: i32,
}

impl Adam {
    /// Returns an optimiser for `n` parameters.
    #[must_use]
    pub fn new(n: usize, settings: Settings) -> Self {
        Self { settings, first: vec![0.0; n], second: vec![0.0; n], step: 0 }
    }

    /// Returns an optimiser that has done `steps` and has these moments.
    #[must_use]
    pub fn resumed(first: Vec<f32>, second: Vec<f32>, steps: usize, settings: Settings) -> Self {
        Self { settings, first, second, step: steps as i32 }
    }

    /// Returns how many steps were done.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.step as usize
    }

    /// Returns the first and the second moments.
    #[must_use]
    pub fn moments(&self) -> (&[f32], &[f32]) {
        (&self.first, &self.second)
    }

    /// Moves `parameters` against `gradient` at the given rate.
    pub fn step(&mut self, parameters: &mut [f32], gradient: &[f32], rate: f32) {
        let Settings { beta1, beta2, decay, clip } = self.settings;
        self.step += 1;
        let norm = gradient.iter().map(|&g| f64::from(g) * f64::from(g)).sum::<f64>().sqrt();
        let scale = (clip / norm.max(1e-12) as f32).min(1.0);
        let (c1, c2) = (1.0 - beta1.powi(self.step), 1.0 - beta2.powi(self.step));
        let moments = self.first.iter_mut().zip(&mut self.second);
        for ((p, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(moments) {
            let g = g * scale;
            *m = beta1 * *m + (1.0 - beta1) * g;
            *v = beta2 * *v + (1.0 - beta2) * g * g;
            *p -= rate * (*m / c1 / ((*v / c2).sqrt() + 1e-8) + decay * *p);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quadratic_is_brought_down() {
        let mut parameters = [3.0f32, -2.0];
        let mut adam = Adam::new(2, Settings { decay: 0.0, ..Settings::default() });
        for _ in 0..500 {
            let gradient = parameters.map(|p| 2.0 * p);
            adam.step(&mut parameters, &gradient, 0.05);
        }
        assert!(parameters.iter().all(|p| p.abs() < 0.05), "{parameters:?}");
    }
}
