# frozen_string_literal: true

# What docs/administrators.md has administrators do after a restore, so that no number is given twice.
RSpec.describe "The numbers of topics and posts after a restore" do
  let(:statements) do
    file = File.expand_path("../../docs/administrators.md", __dir__)
    skip("docs/administrators.md is not here") if !File.exist?(file)
    File.read(file)[/```sql\n(.*?)```/m, 1].split(";").map(&:strip).reject(&:empty?)
  end

  def next_number(table)
    DB.query_single("SELECT nextval(pg_get_serial_sequence('#{table}', 'id'))").first
  end

  # Sequences are not rolled back with the example.
  around do |example|
    kept = %w[topics posts].to_h { |table| [table, next_number(table)] }
    example.run
    kept.each do |table, number|
      DB.exec("SELECT setval(pg_get_serial_sequence('#{table}', 'id'), #{number})")
    end
  end

  it "are far above all that were given (T1)" do
    post = Fabricate(:post)
    # as where a dump has brought the sequences back
    DB.exec("SELECT setval('topics_id_seq', #{post.topic_id}), setval('posts_id_seq', #{post.id})")
    statements.each { |statement| DB.exec(statement) }

    after = Fabricate(:post)
    expect(after.topic_id).to be > post.topic_id + 99_999
    expect(after.id).to be > post.id + 999_999
  end
end
