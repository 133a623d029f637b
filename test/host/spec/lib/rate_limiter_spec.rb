# frozen_string_literal: true

RSpec.describe RateLimiter do
  fab!(:user)

  before { described_class.enable }

  def limiter
    described_class.new(user, "trying", 2, 60)
  end

  it "counts each member's tries within the time" do
    freeze_time
    2.times { limiter.performed! }
    expect(limiter.can_perform?).to eq(false)
    expect { limiter.performed! }.to raise_error(RateLimiter::LimitExceeded) do |error|
      expect(error.available_in).to eq(60)
    end
    expect(limiter.performed!(raise_error: false)).to eq(false)
    expect(described_class.new(Fabricate(:user), "trying", 2, 60).can_perform?).to eq(true)

    freeze_time(61.seconds.from_now)
    expect(limiter.can_perform?).to eq(true)
  end

  it "does not count staff" do
    user.update!(moderator: true)
    3.times { limiter.performed! }
    expect(limiter.can_perform?).to eq(true)
  end

  it "gives the try back when the record is rolled back" do
    topic = Fabricate(:private_message_topic, user: user)
    described_class.clear_all!
    new_post = -> { Post.create!(user: user, topic: topic, raw: "Meet me at the usual place") }
    Post.transaction(requires_new: true) do
      new_post.call
      raise ActiveRecord::Rollback
    end
    expect { new_post.call }.not_to raise_error
    expect { new_post.call }.to raise_error(RateLimiter::LimitExceeded)
  end
end
